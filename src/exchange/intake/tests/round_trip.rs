//! A row of every declared ledger, out as a sheet and in again.

use std::collections::BTreeMap;

use super::*;
use crate::domain::{
    declared::{
        read::{self, Origin},
        rule::{Demand, FILLED, Rule},
        shipped,
    },
    exports::Form,
    field::{Field, Kind},
    ledger::{Ledger, Nature},
    value::Value,
};

/// One field of every kind, so that none is forgotten that no file uses yet.
const ALL_KINDS: &str = r#"
id = "all_kinds"
nature = "entry"
title = "各种栏"
field = [
    { key = "text", title = "文字", kind = "text", required = true },
    { key = "long", title = "长文", kind = "long_text" },
    { key = "name", title = "人名", kind = "name" },
    { key = "phone", title = "打电话", kind = "phone", privacy = "personal", purpose = "核对" },
    { key = "id_no", title = "证号", kind = "id_number", privacy = "sensitive", purpose = "核对" },
    { key = "int", title = "个数", kind = "int" },
    { key = "money", title = "钱数", kind = "money" },
    { key = "secret_money", title = "收入", kind = "money", privacy = "sensitive", purpose = "核对" },
    { key = "yes", title = "是不是", kind = "bool" },
    { key = "day", title = "哪天", kind = "date" },
    { key = "lunar", title = "农历哪天", kind = "lunar" },
    { key = "moment", title = "几点", kind = "instant" },
    { key = "choice", title = "选一个", kind = "choice", choices = [{ key = "a", zh = "甲" }, { key = "b", zh = "乙" }] },
    { key = "choices", title = "选几个", kind = "choice", many = true, choices = [{ key = "a", zh = "甲" }, { key = "b", zh = "乙" }] },
    { key = "who", title = "哪位", kind = "ref", of = "residents" },
    { key = "all", title = "哪几位", kind = "ref", of = "residents", many = true },
    { key = "words", title = "几个词", kind = "text", many = true },
    { key = "days", title = "几天", kind = "date", many = true },
    { key = "phones", title = "几个电话", kind = "phone", many = true },
    { key = "lunars", title = "几个农历", kind = "lunar", many = true },
    { key = "ints", title = "几个数", kind = "int", many = true },
    { key = "any", title = "任何记录", kind = "ref" },
]
"#;

struct World {
    folder: tempfile::TempDir,
    bench: Workbench,
    /// A record of each ledger that others refer to.
    known: BTreeMap<String, RecordId>,
    /// Ledgers whose record is being made: they refer to each other.
    making: Vec<String>,
}

impl World {
    fn new() -> Self {
        let (folder, mut bench) = bench();
        bench.declare(&read::ledger(ALL_KINDS, Origin::Own).unwrap()).unwrap();
        let mut world = Self { folder, bench, known: BTreeMap::new(), making: Vec::new() };
        for (ledger, pairs) in [
            ("neighbourhoods", &[("name", "三组")][..]),
            ("households", &[("address", "幸福路 5 号")]),
            ("residents", &[("name", "王桂兰")]),
            ("issues", &[("title", "路灯不亮"), ("from", "王桂兰")]),
            ("visits", &[("date", "2026-11-20"), ("category", "hardship")]),
        ] {
            let mut draft = Draft::new();
            let name = pairs.iter().find(|(key, _)| *key == "name").map(|(_, name)| *name);
            let id = world.bench.begin_record(&mut draft, ledger, name).unwrap();
            let pairs: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            world.bench.fill(&mut draft, id, &pairs).unwrap();
            world.bench.commit(draft).unwrap();
            world.known.insert(ledger.to_owned(), id);
        }
        let member = world.bench.member();
        world.known.insert("members".to_owned(), member);
        world
    }

    /// A record of a ledger, made where there is none.
    fn record(&mut self, ledger: &str) -> Option<RecordId> {
        if self.making.iter().any(|made| made == ledger) {
            return None;
        }
        if let Some(known) = self.known.get(ledger) {
            return Some(*known);
        }
        let declared = self.bench.ledger(ledger).unwrap().clone();
        self.making.push(ledger.to_owned());
        let row = self.believable(&declared);
        self.making.pop();
        self.known.insert(ledger.to_owned(), row);
        Some(row)
    }

    /// A row in which everything is filled that the rules let be filled.
    fn believable(&mut self, ledger: &Ledger) -> RecordId {
        let mut last = None;
        for turn in 0..24 {
            let mut draft = Draft::new();
            let id = self.bench.begin_record(&mut draft, &ledger.id, None).unwrap();
            let barred = barred(ledger, turn);
            for field in ledger.fields.iter().filter(|field| field.in_form && !barred.contains(&field.key)) {
                let given = GIVEN.iter().find(|(of, key, _)| (*of, *key) == (&ledger.id, &field.key));
                let values = given.map_or_else(|| self.values(field, turn), |(.., n)| vec![Value::Int(*n)]);
                for value in values {
                    if field.many {
                        draft.add(id, field.tag, &value);
                    } else {
                        draft.set(id, field.tag, Some(value));
                    }
                }
            }
            match self.bench.commit(draft) {
                Ok(()) => return id,
                Err(error) => last = Some(error),
            }
        }
        panic!("no row of {} keeps to its rules: {last:?}", ledger.id)
    }

    /// Takes every record away but the one that others refer to.
    fn clear(&mut self, ledger: &Ledger) {
        let standing = self.bench.standing(&ledger.id).unwrap();
        let mut draft = Draft::new();
        for row in standing.iter().filter(|row| Some(&row.id) != self.known.get(&ledger.id)) {
            if ledger.nature == Nature::Card {
                draft.delete(row.id);
            } else {
                draft.strike(row.id, "再收一遍");
            }
        }
        self.bench.commit(draft).unwrap();
    }

    fn values(&mut self, field: &Field, turn: usize) -> Vec<Value> {
        let text = |text: &str| Value::Text(text.to_owned());
        let day = |day| Value::Date(jiff::civil::date(2026, 11, day));
        let mut values = match &field.kind {
            // Two levels of leave are two people: one title has the other in it.
            Kind::Text if field.key == "top_approver" => vec![text("党工委")],
            Kind::Text => {
                vec![text(&format!("{}一", field.title.zh)), text(&format!("{}二", field.title.zh))]
            }
            Kind::LongText => vec![text("第一行\n第二行，还有“引号”")],
            Kind::Name => vec![text("欧阳春华"), text("阿卜杜拉·买买提")],
            Kind::Phone => vec![text("13800001111"), text("0795-3210000")],
            Kind::IdNumber => vec![text("11010519491231002X")],
            Kind::Int => vec![Value::Int(12), Value::Int(7)],
            Kind::Money => vec![Value::Int(120_050)],
            Kind::Bool => vec![Value::Bool(turn.is_multiple_of(2))],
            Kind::Date => vec![day(20), day(21)],
            Kind::Lunar => vec![text("08-15"), text("闰04-01")],
            Kind::Instant => vec![Value::Instant(calendar::noon(jiff::civil::date(2026, 11, 20)).unwrap())],
            Kind::Choice(choices) => {
                let at = |n: usize| Value::Choice(choices[(turn / 2 + n) % choices.len()].key.clone());
                if choices.len() > 1 { vec![at(0), at(1)] } else { vec![at(0)] }
            }
            Kind::Ref(of) if of.is_empty() => self.record("issues").map(Value::Ref).into_iter().collect(),
            Kind::Ref(of) => self.record(of).map(Value::Ref).into_iter().collect(),
        };
        if !field.many {
            values.truncate(1);
        }
        values
    }
}

/// Numbers that another ledger's record bounds: nobody votes twice.
const GIVEN: &[(&str, &str, i64)] = &[("council_votes", "against", 0), ("council_votes", "abstained", 0)];

/// The fields that some rule would bar, were everything filled in; for later
/// turns those of ever fewer rules.
fn barred(ledger: &Ledger, turn: usize) -> Vec<String> {
    let bars = |rule: &&Rule| matches!(rule.demand, Demand::Bar(_));
    let keys = |rule: &Rule| match &rule.demand {
        Demand::Bar(keys) => keys.clone(),
        Demand::Need(_) | Demand::Order(..) | Demand::Within(..) => Vec::new(),
    };
    let always = |rule: &Rule| rule.when.iter().all(|when| when.any.iter().any(|answer| answer == FILLED));
    let bars = ledger.rules.iter().filter(bars);
    bars.filter(|rule| turn % 3 != 2 && (turn.is_multiple_of(3) || always(rule))).flat_map(keys).collect()
}

fn filled(ledger: &Ledger, row: &crate::domain::row::Row) -> BTreeMap<String, Vec<Value>> {
    let in_form = ledger.fields.iter().filter(|field| field.in_form);
    let told = in_form.map(|field| {
        let mut values = row.all(field.tag).to_vec();
        values.sort();
        (field.key.clone(), values)
    });
    told.filter(|(_, values)| !values.is_empty()).collect()
}

#[test]
fn every_declared_ledger_goes_out_and_comes_in_again() {
    let mut world = World::new();
    let ids = shipped::ledgers().iter().map(|ledger| ledger.id.clone()).chain(["all_kinds".to_owned()]);
    for id in ids.collect::<Vec<_>>() {
        let ledger = world.bench.ledger(&id).unwrap().clone();
        let record = world.believable(&ledger);
        let before = filled(&ledger, &world.bench.existing(record).unwrap());
        let path = world.folder.path().to_owned();
        let file = |suffix: &str| path.join(format!("{id}.{suffix}"));
        for suffix in ["xlsx", "csv"] {
            let only_it = |row: &crate::domain::row::Row| row.id == record;
            assert_eq!(
                ledger_file::export(&world.bench, &id, &only_it, &file(suffix), Form::Full).unwrap(),
                1
            );
        }
        for suffix in ["xlsx", "csv"] {
            // It is taken for new where it is gone.
            world.clear(&ledger);
            let known: Vec<RecordId> = world.bench.standing(&id).unwrap().iter().map(|row| row.id).collect();
            let sheet = sheet::read(&file(suffix), None, &Limits::default()).unwrap();
            let report = take_in(&mut world.bench, &sheet, &IntakeOrder::new(&id), &mut |_, _| {}).unwrap();
            let problems: Vec<_> = report.rows.iter().map(|row| (&row.fate, &row.warnings)).collect();
            let after: Vec<_> = world
                .bench
                .standing(&id)
                .unwrap()
                .iter()
                .filter(|row| known.is_empty() || !known.contains(&row.id))
                .map(|row| filled(&ledger, row))
                .collect();
            if known.is_empty() {
                assert_eq!(after, std::slice::from_ref(&before), "{id}.{suffix}: {problems:?}");
            } else {
                // A twin that others refer to has it all already.
                assert!(after.is_empty() || after == [before.clone()], "{id}.{suffix}: {problems:?}");
            }
            assert!(!world.bench.counted(&id).unwrap().is_empty(), "{id}");
        }
        // One is left for others to refer to by its name.
        let one = world.bench.standing(&id).unwrap()[0].id;
        world.known.entry(id.clone()).or_insert(one);
        world.clear(&ledger);
    }
}

#[test]
fn a_sheet_s_column_about_risky_people_is_skipped_in_a_declared_ledger_too() {
    let mut world = World::new();
    let sheet = csv("文字,预警等级,个数\n甲,红,3\n");
    let report = take(&mut world.bench, &sheet, "all_kinds");
    let note = report.columns.iter().find(|column| column.name == "预警等级").unwrap();
    assert_eq!((note.note, &note.field), (Some(ColumnNote::Risk), &None));
    assert_eq!(world.bench.standing("all_kinds").unwrap().len(), 1);
    // A rule of the ledger refuses the row, with its reason.
    let sheet = csv("培训内容,开班日期,结束日期\n电工,2026-11-20,2026-11-01\n月嫂,2026-11-20,2026-11-21\n");
    let report = take(&mut world.bench, &sheet, "trainings");
    assert_eq!(fates(&report), ["refused", "taken"]);
}
