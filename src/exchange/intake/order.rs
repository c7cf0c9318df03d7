//! What is asked for when a sheet is taken in.

/// How a sheet is to be taken into a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IntakeOrder {
    /// The ledger's id.
    pub ledger: String,
    /// The number of the header row, where it is not to be guessed.
    pub header_row: Option<u32>,
    /// Column names with the key of the field they go to, or `-` to skip them.
    pub maps: Vec<(String, String)>,
    /// The key of the field by which records are matched instead of the rules.
    pub match_on: Option<String>,
    /// Whether nothing is to be written.
    pub dry_run: bool,
}

impl IntakeOrder {
    /// Makes an order that leaves everything to the rules.
    pub fn new(ledger: &str) -> Self {
        Self { ledger: ledger.to_owned(), ..Self::default() }
    }
}
