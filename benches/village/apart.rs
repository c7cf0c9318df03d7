//! What the two replicas change while they do not meet: the same for minqing
//! (`benches/replicas.rs`) and for its peers (`benches/peers`).

/// What one of them changes, in order, as pairs of a resident and the number
/// of a telephone. A third of it is changed on both, without seeing each other.
///
/// Neither residents nor telephones follow in a row, as they do not where
/// people are visited: what does compresses to nothing.
pub(crate) fn edits(second: bool, records: usize, edits: usize) -> impl Iterator<Item = (usize, usize)> {
    let shift = if second { edits * 2 / 3 } else { 0 };
    (0..edits).map(move |number| {
        let phone = (number * 2 + usize::from(second)).wrapping_mul(2_654_435_761) % 100_000_000;
        // A prime: everybody once before anybody twice, but where it divides.
        ((number + shift) * 7919 % records, phone)
    })
}
