//! The promises of a store, and sled behind them, sealed.
