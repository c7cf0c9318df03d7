//! What the work is: plain values and rules, without I/O, clock or terminal.
