//! A random sample that anybody can draw again (domain.md J2).
//!
//! Each record's lot is BLAKE3 in its key-derivation mode, with the context
//! `minqing sample v1`, over the length of the seed in eight bytes, the seed, and
//! the record's sixteen bytes. The sample is the records with the lowest lots. So
//! it depends on the printed seed and on who is in the pool, and on nothing else:
//! not on the order, not on the laptop. Whoever doubts it draws it again.

use super::id::RecordId;

/// Draws `size` of the pool, in the order of their lots; all of it, where it is no larger.
pub fn draw(seed: &str, pool: &[RecordId], size: usize) -> Vec<RecordId> {
    let mut lots: Vec<([u8; 32], RecordId)> = pool.iter().map(|id| (lot(seed, *id), *id)).collect();
    lots.sort_unstable();
    lots.dedup();
    lots.into_iter().take(size).map(|(_, id)| id).collect()
}

fn lot(seed: &str, id: RecordId) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("minqing sample v1");
    hasher.update(&(seed.len() as u64).to_le_bytes());
    hasher.update(seed.as_bytes());
    hasher.update(id.as_bytes());
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::id::LedgerTag;

    fn id(n: u8) -> RecordId {
        RecordId::new(LedgerTag::of("issues"), [n; 12])
    }

    proptest! {
        // Shows J2.
        #[test]
        fn the_same_seed_and_pool_give_the_same_sample_in_any_order(
            seed in "[a-c]{0,3}", mut pool in proptest::collection::vec(0u8..40, 0..40), size in 0usize..12,
        ) {
            let ids: Vec<RecordId> = pool.iter().map(|n| id(*n)).collect();
            let sample = draw(&seed, &ids, size);
            pool.sort_unstable_by(|a, b| b.cmp(a));
            pool.dedup();
            let others: Vec<RecordId> = pool.iter().map(|n| id(*n)).collect();
            prop_assert_eq!(&sample, &draw(&seed, &others, size));
            prop_assert_eq!(sample.len(), size.min(others.len()));
            prop_assert!(sample.iter().all(|one| ids.contains(one)));
            // A larger sample goes on where a smaller one ends.
            prop_assert!(draw(&seed, &ids, size + 1).starts_with(&sample));
        }
    }

    // Shows J2.
    #[test]
    fn another_seed_draws_others_and_every_record_has_its_chance() {
        let pool: Vec<RecordId> = (0..20).map(id).collect();
        let mut times = [0u32; 20];
        for seed in 0..400 {
            for drawn in draw(&seed.to_string(), &pool, 5) {
                times[pool.iter().position(|one| *one == drawn).unwrap()] += 1;
            }
        }
        // 100 times each is to be expected.
        assert!(times.iter().all(|n| (60..=140).contains(n)), "{times:?}");
        assert_ne!(draw("1", &pool, 5), draw("2", &pool, 5));
    }
}
