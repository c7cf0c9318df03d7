//! Who belongs where: units, postings, and the slip by which work changes
//! hands (domain.md A5, A6, A9, E13).

/// The tree of units.
pub mod units {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// A unit: committee, office, work group, community; its duties are
        /// the directory by which matters are passed on (domain.md A5, A9).
        "units" ("单位", "Units") Card;
        NAME = 16 "name" ("单位名称", "Name") Kind::Text
            => required().search(Search::Name).column(24).import(&["单位名称", "单位", "部门", "名称"]);
        PARENT = 17 "parent" ("上级单位", "Parent") Kind::Ref("units".to_owned()) => column(20).import(&["上级单位", "上级"]);
        KIND = 18 "kind" ("类别", "Kind") Kind::choices(&[
            ("committee", "党工委", "working committee"),
            ("office", "办公室", "office"),
            ("department", "部门", "department"),
            ("street", "街道", "sub-district"),
            ("group", "工作组", "work group"),
            ("community", "社区", "community"),
            ("neighbourhood", "居民小组", "neighbourhood"),
            ("other", "其他", "other"),
        ]) => column(8).import(&["类别"]);
        DUTIES = 19 "duties" ("工作职责", "Duties") Kind::LongText => search(Search::Text).column(30).import(&["职责", "工作职责"]);
        CONTACT = 20 "contact" ("联系人", "Contact") Kind::Text => search(Search::Name).column(10).import(&["联系人"]);
        PHONE = 21 "phone" ("联系电话", "Phone") Kind::Phone => search(Search::Tail).import(&["联系电话", "电话"]);
        MEMBERS = 22 "members" ("组员", "Members") Kind::Ref("members".to_owned()) => many();
    }
}

/// Who is posted at which neighbourhood, and for how long.
pub mod postings {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// A member or an enterprise posted at a neighbourhood (domain.md A6, A7).
        "postings" ("挂点", "Postings") Card;
        NEIGHBOURHOOD = 16 "neighbourhood" ("居民小组", "Neighbourhood") Kind::Ref("neighbourhoods".to_owned())
            => required().column(12).import(&["居民小组", "小组", "网格"]);
        MEMBER = 17 "member" ("驻点组员", "Member") Kind::Ref("members".to_owned()) => column(10).import(&["组员", "驻点人", "干部"]);
        ENTERPRISE = 18 "enterprise" ("挂点企业", "Enterprise") Kind::Text
            => search(Search::Name).column(20).import(&["企业", "挂点企业"]);
        FROM = 19 "from" ("开始日", "From") Kind::Date => required().column(10).import(&["开始日", "起"]);
        TO = 20 "to" ("结束日", "To") Kind::Date => column(10).import(&["结束日", "止"]);
        NOTE = 21 "note" ("备注", "Note") Kind::LongText => import(&["备注"]);
    }
}

/// Slips by which work changes hands.
pub mod handovers {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// 交接单: what one member hands over to another. The issues on it are
        /// assigned in the same commit, so that a slip and who is responsible
        /// cannot tell two stories (domain.md E13).
        "handovers" ("交接单", "Hand-overs") Entry;
        DATE = 16 "date" ("交接日期", "Date") Kind::Date => required().column(10);
        FROM = 17 "from" ("移交人", "From") Kind::Ref("members".to_owned()) => required().column(10);
        TO = 18 "to" ("接手人", "To") Kind::Ref("members".to_owned()) => required().column(10);
        ISSUES = 19 "issues" ("移交的事项", "Issues") Kind::Ref("issues".to_owned()) => many().column(16);
        HOUSEHOLDS = 20 "households" ("联系的户", "Households") Kind::Ref("households".to_owned()) => many();
        TASKS = 21 "tasks" ("移交的任务", "Tasks") Kind::Ref("tasks".to_owned()) => many();
        NOTES = 22 "notes" ("交代的话", "Notes") Kind::LongText => column(30);
    }
}

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use super::{field::Tag, id::RecordId, input, phases::Period, row::Row, rules::Refusal};

/// Whether a unit may stand below `parent`: a tree has no circles.
pub fn permit_parent(
    unit: RecordId,
    parent: Option<RecordId>,
    parents: &BTreeMap<RecordId, RecordId>,
) -> Result<(), Refusal> {
    let (mut above, mut met) = (parent, HashSet::new());
    while let Some(at) = above {
        if at == unit {
            return Err(Refusal::InCircle);
        }
        if !met.insert(at) {
            // A circle further up, which two laptops made without seeing each other.
            return Ok(());
        }
        above = parents.get(&at).copied();
    }
    Ok(())
}

/// The units as a tree, each with its depth: children below their parent, by
/// name. What stands in a circle, as two laptops may make it, stands at the top.
pub fn tree(units: &[Row]) -> Vec<(usize, &Row)> {
    let known: HashSet<RecordId> = units.iter().map(|row| row.id).collect();
    let parents: BTreeMap<RecordId, RecordId> =
        units.iter().filter_map(|row| Some((row.id, row.reference(units::PARENT)?))).collect();
    let is_root = |row: &Row| {
        let parent = parents.get(&row.id).filter(|parent| known.contains(parent));
        parent.is_none_or(|parent| permit_parent(row.id, Some(*parent), &parents).is_err())
    };
    let mut sorted: Vec<&Row> = units.iter().collect();
    sorted.sort_by_key(|row| (row.text(units::NAME), row.id));
    let mut below: HashMap<RecordId, Vec<&Row>> = HashMap::new();
    let mut stack: Vec<(usize, &Row)> = Vec::new();
    for row in sorted.iter().rev() {
        if is_root(row) {
            stack.push((0, row));
        } else if let Some(parent) = parents.get(&row.id) {
            below.entry(*parent).or_default().push(row);
        }
    }
    let mut told = Vec::new();
    while let Some((depth, row)) = stack.pop() {
        told.push((depth, row));
        stack.extend(below.remove(&row.id).into_iter().flatten().map(|child| (depth + 1, child)));
    }
    told
}

/// Whether a posting says who is posted and ends no sooner than it begins.
pub fn permit_posting(posting: &Row) -> Result<(), Refusal> {
    let period = period_of(posting);
    if posting.reference(postings::MEMBER).is_none()
        && !input::says_something(posting.text(postings::ENTERPRISE))
    {
        return Err(Refusal::Missing("member"));
    }
    match (period.from, period.to) {
        (Some(from), Some(to)) if to < from => Err(Refusal::EndsBefore(from)),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// The days of a posting.
pub fn period_of(posting: &Row) -> Period {
    Period { from: posting.date(postings::FROM), to: posting.date(postings::TO) }
}

/// The members posted at a neighbourhood on a day, each once, in the order of their postings.
pub fn posted(place: RecordId, day: Date, rows: &[Row]) -> Vec<RecordId> {
    let mut members = Vec::new();
    for row in rows.iter().filter(|row| row.stands() && row.reference(postings::NEIGHBOURHOOD) == Some(place))
    {
        if let Some(member) = row.reference(postings::MEMBER).filter(|_| period_of(row).contains(day))
            && !members.contains(&member)
        {
            members.push(member);
        }
    }
    members
}

/// Whether a slip hands something over, from one to another.
pub fn permit_handover(slip: &Row) -> Result<(), Refusal> {
    use handovers::{FROM, HOUSEHOLDS, ISSUES, NOTES, TASKS, TO};
    if slip.reference(FROM).is_some() && slip.reference(FROM) == slip.reference(TO) {
        return Err(Refusal::ToOneself);
    }
    let hands = |tag: &Tag| !slip.all(*tag).is_empty();
    if [ISSUES, HOUSEHOLDS, TASKS].iter().any(hands) || input::says_something(slip.text(NOTES)) {
        Ok(())
    } else {
        Err(Refusal::NothingHandedOver)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{
        testing::{card, id},
        value::Value,
    };

    fn unit(n: u8, name: &str, parent: Option<u8>) -> Row {
        let mut values = vec![(units::NAME, Value::Text(name.into()))];
        values.extend(parent.map(|n| (units::PARENT, Value::Ref(id(units::ID, n)))));
        card(units::ID, n, &values)
    }

    // Shows A5.
    #[test]
    fn units_are_a_tree_and_a_circle_made_by_two_laptops_hides_nobody() {
        let rows = [
            unit(3, "丙社区", Some(2)),
            unit(1, "党工委", None),
            unit(2, "甲工作组", Some(1)),
            unit(4, "乙办公室", Some(1)),
        ];
        let told: Vec<(usize, &str)> =
            tree(&rows).into_iter().map(|(depth, row)| (depth, row.text(units::NAME))).collect();
        assert_eq!(told, [(0, "党工委"), (1, "乙办公室"), (1, "甲工作组"), (2, "丙社区")]);
        let parents = BTreeMap::from([(id("units", 2), id("units", 1)), (id("units", 3), id("units", 2))]);
        assert_eq!(permit_parent(id("units", 1), Some(id("units", 3)), &parents), Err(Refusal::InCircle));
        assert_eq!(permit_parent(id("units", 1), Some(id("units", 1)), &parents), Err(Refusal::InCircle));
        assert_eq!(permit_parent(id("units", 3), Some(id("units", 1)), &parents), Ok(()));
        let declared = units::ledger();
        for kind in ["committee", "office", "group", "community", "neighbourhood"] {
            assert!(declared.field(units::KIND).unwrap().choice(kind).is_some(), "{kind}");
        }
        let circle = [unit(1, "甲", Some(2)), unit(2, "乙", Some(1)), unit(3, "丙", Some(2))];
        assert_eq!(tree(&circle).len(), 3);
    }

    // Shows A6.
    #[test]
    fn who_is_posted_depends_on_the_day() {
        let place = Value::Ref(id("neighbourhoods", 1));
        let member = |n| Value::Ref(id("members", n));
        let posting = |n, who: u8, from, to: Option<Date>| {
            let mut values = vec![
                (postings::NEIGHBOURHOOD, place.clone()),
                (postings::MEMBER, member(who)),
                (postings::FROM, Value::Date(from)),
            ];
            values.extend(to.map(|day| (postings::TO, Value::Date(day))));
            card(postings::ID, n, &values)
        };
        let rows = [
            posting(1, 1, date(2026, 9, 1), Some(date(2026, 10, 31))),
            posting(2, 2, date(2026, 11, 1), None),
        ];
        let at = |day| posted(id("neighbourhoods", 1), day, &rows);
        assert_eq!(at(date(2026, 10, 31)), [id("members", 1)]);
        assert_eq!(at(date(2026, 11, 1)), [id("members", 2)]);
        assert!(at(date(2026, 8, 1)).is_empty());
        assert!(permit_posting(&posting(3, 1, date(2026, 9, 2), Some(date(2026, 9, 1)))).is_err());
        assert!(permit_posting(&card(postings::ID, 4, &[(postings::NEIGHBOURHOOD, place)])).is_err());
    }

    #[test]
    fn a_slip_hands_something_over_and_not_to_oneself() {
        let slip = |more: &[(Tag, Value)]| {
            let mut values = vec![(handovers::FROM, Value::Ref(id("members", 1)))];
            values.extend_from_slice(more);
            permit_handover(&card(handovers::ID, 1, &values))
        };
        let to = |n| (handovers::TO, Value::Ref(id("members", n)));
        let notes = (handovers::NOTES, Value::Text("钥匙在抽屉".into()));
        assert_eq!(slip(&[to(2)]), Err(Refusal::NothingHandedOver));
        assert_eq!(slip(&[to(1), notes.clone()]), Err(Refusal::ToOneself));
        assert_eq!(slip(&[to(2), notes]), Ok(()));
    }
}
