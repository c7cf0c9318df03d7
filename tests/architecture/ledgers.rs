//! Sweeps over the ledgers that the program brings (`assets/ledgers/`): what
//! holds of each of them whatever it is about.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fs,
    path::Path,
};

use minqing::domain::{
    declared::shipped,
    field::{Field, Kind, Privacy},
    ledger::{Catalog, Ledger},
    wording::Wording,
};
use unicode_width::UnicodeWidthStr;

use super::requirements;

/// The narrowest terminal that the program is made for, in cells.
const NARROWEST: usize = 80;

/// What no ledger speaks of: people as risks or in an order, what nobody has
/// to know of them, and words for them that they would not use (domain.md
/// §2.6, §4.2, A8, F1). A column that a sheet brings is another matter.
const FORBIDDEN: [&str; 36] = [
    "重点人",
    "稳控",
    "预警",
    "风险",
    "缠访",
    "闹访",
    "非访",
    "刁民",
    "对象",
    "上访户",
    "信访人",
    "欠缴",
    "欠费",
    "未交名单",
    "排名",
    "排行",
    "名次",
    "评分",
    "得分",
    "打分",
    "总分",
    "积分",
    "星级",
    "红黑榜",
    "等级",
    "画像",
    "宗教",
    "民族",
    "婚姻",
    "籍贯",
    "血型",
    "行踪",
    "曾用名",
    "人脸",
    "指纹",
    "银行卡号",
];

fn declared() -> &'static [Ledger] {
    shipped::ledgers()
}

/// Every text of a ledger that people read, with the place it stands in.
fn texts(ledger: &Ledger) -> Vec<(String, &Wording)> {
    let mut all = vec![("title".to_owned(), &ledger.title), ("about".to_owned(), &ledger.about)];
    for field in &ledger.fields {
        all.push((field.key.clone(), &field.title));
        if let Kind::Choice(choices) = &field.kind {
            all.extend(choices.iter().map(|choice| (format!("{} {}", field.key, choice.key), &choice.title)));
        }
    }
    all.extend(ledger.rules.iter().map(|rule| ("rule".to_owned(), &rule.why)));
    all.extend(ledger.reminders.iter().map(|reminder| ("reminder".to_owned(), &reminder.title)));
    all
}

#[test]
fn every_text_stands_in_both_languages() {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for ledger in declared() {
        for (place, text) in texts(ledger) {
            let what = format!("{} {place}: {text:?}", ledger.id);
            assert!(text.zh.chars().any(is_chinese), "{what}");
            assert!(!text.en.trim().is_empty() && text.en.is_ascii(), "{what}");
        }
    }
}

#[test]
fn no_ledger_speaks_of_people_as_risks_or_in_an_order() {
    for ledger in declared() {
        for (place, text) in texts(ledger) {
            // What is said not to happen may be named.
            let told = text.zh.replace("不打分", "").replace("不得设", "");
            for word in FORBIDDEN {
                assert!(!told.contains(word), "{} {place}: {told} has {word}", ledger.id);
            }
        }
    }
}

// Shows A8.
#[test]
fn nobody_is_an_object_of_anything() {
    // 走访对象, 答复对象: sheets say so, this program says 居民 and 反映人.
    for ledger in Catalog::shipped().iter() {
        for (place, text) in texts(ledger) {
            assert!(!text.zh.contains("对象"), "{} {place}: {}", ledger.id, text.zh);
        }
    }
}

#[test]
fn what_is_to_be_known_of_a_person_is_marked() {
    let sensitive = ["增收", "困难", "请假事由", "去向"];
    for ledger in declared() {
        for field in &ledger.fields {
            let what = format!("{}.{}", ledger.id, field.key);
            assert!(
                !matches!(field.kind, Kind::IdNumber),
                "{what}: an identity number is kept with the resident only"
            );
            if matches!(field.kind, Kind::Phone) {
                let is_office = ["咨询电话", "值班电话"].contains(&field.title.zh.as_ref());
                assert!(
                    is_office || field.privacy >= Privacy::Personal,
                    "{what}: somebody's phone is personal"
                );
            }
            let names = field.import.iter().map(String::as_str).chain([field.title.zh.as_ref()]);
            let is_told_of = names.into_iter().any(|name| sensitive.iter().any(|word| name.contains(word)));
            let is_about_people =
                matches!(ledger.id.as_str(), "income_notes" | "care_plans" | "leaves" | "study_aid");
            if is_told_of && is_about_people && !matches!(field.kind, Kind::Date) {
                assert_eq!(field.privacy, Privacy::Sensitive, "{what}");
            }
        }
    }
}

#[test]
fn the_columns_fit_the_narrowest_terminal_and_their_titles_fit_the_columns() {
    for ledger in declared() {
        let shown: Vec<(&Field, usize)> =
            ledger.fields.iter().filter_map(|field| Some((field, usize::from(field.column?)))).collect();
        let cells: usize = shown.iter().map(|(_, width)| width + 1).sum();
        assert!(cells <= NARROWEST, "{}: {cells} cells", ledger.id);
        assert!(shown.len() >= 3, "{}: a list of {} columns tells too little", ledger.id, shown.len());
        let first = ledger.name_field().expect("a field");
        assert!(
            first.column.is_some() && first.required,
            "{}: what a record is called by is asked for and shown",
            ledger.id
        );
        for (field, width) in shown {
            assert!(field.title.zh.width() <= width, "{}.{}: {}", ledger.id, field.key, field.title.zh);
        }
    }
}

#[test]
fn a_column_of_a_sheet_means_one_field() {
    for ledger in declared() {
        let mut meant: BTreeMap<&str, &str> = BTreeMap::new();
        for field in &ledger.fields {
            let names = field.import.iter().map(String::as_str).chain([field.title.zh.as_ref()]);
            for name in names {
                let before = meant.insert(name, &field.key);
                assert!(before.is_none(), "{}: {name} is {before:?} and {}", ledger.id, field.key);
            }
        }
    }
}

#[test]
fn what_a_field_or_a_set_points_to_exists_and_titles_are_told_apart() {
    let catalog = Catalog::shipped();
    let mut titles = HashSet::new();
    for ledger in catalog.iter() {
        assert!(titles.insert(ledger.title.zh.clone()), "two ledgers are called {}", ledger.title.zh);
        let mut fields = HashSet::new();
        for field in &ledger.fields {
            assert!(
                fields.insert(&field.title.zh),
                "{}: two fields are called {}",
                ledger.id,
                field.title.zh
            );
            if let Kind::Ref(of) = &field.kind {
                assert!(
                    of.is_empty() || catalog.get(of).is_some(),
                    "{}.{} points to {of}",
                    ledger.id,
                    field.key
                );
            }
        }
    }
    for group in shipped::groups() {
        let is_in = |ledger: &&Ledger| ledger.group.as_deref() == Some(&group.id);
        assert!(declared().iter().any(|ledger| is_in(&ledger)), "nothing stands in {}", group.id);
    }
}

#[test]
fn a_reminder_waits_for_a_field_that_people_fill_in() {
    for ledger in declared() {
        for reminder in &ledger.reminders {
            let until = ledger.field_by_key(&reminder.until).expect("a field");
            assert!(until.in_form && !until.required, "{}: {} would never end", ledger.id, reminder.until);
        }
    }
}

#[test]
fn the_first_line_of_a_file_names_rows_that_exist() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/ledgers");
    let known: BTreeSet<&str> = requirements::ids().collect();
    for ledger in declared() {
        let text = fs::read_to_string(folder.join(format!("{}.toml", ledger.id)))
            .expect("a file of the ledger's name");
        let first = text.lines().next().unwrap_or_default();
        let (about, rows) = first.split_once("domain.md").unwrap_or_else(|| panic!("{}: {first}", ledger.id));
        let rows = requirements::named(rows);
        assert!(about.starts_with("# ") && !rows.is_empty(), "{}: {first}", ledger.id);
        for row in rows {
            assert!(known.contains(row.as_str()), "{}: there is no row {row}", ledger.id);
        }
    }
}

/// What the form of each ledger asks for, and nothing else. Each more is
/// something that a tired person cannot leave empty (domain.md H7).
const ASKED: [(&str, &str); 64] = [
    ("annual_goals", "goal year target"),
    ("assignments", "task to given_by given_on due_on"),
    ("attendance", "member date"),
    ("care_calls", "resident occasion date"),
    ("care_plans", "resident occasions owner"),
    ("claims", "task kind who claimed_on due_on"),
    ("community_plan_items", "name plan owner"),
    ("community_plans", "name version"),
    ("conduct_checks", "item member date kept"),
    ("conduct_items", "text kind"),
    ("council_actions", "task vote owner due_on"),
    ("council_charters", "name version seats quorum majority"),
    ("council_meetings", "name date chair quorum present valid"),
    ("council_members", "name office elected_on from to"),
    ("council_steps", "step owner due_on"),
    ("council_topics", "topic raised_by raised_on"),
    ("council_votes", "motion meeting date needed in_favour against carried"),
    ("donations", "cause date anonymous kind recipient"),
    ("duty_rota", "date shift members"),
    ("enterprise_facts", "fact enterprise date kind source"),
    ("enterprises", "name"),
    ("environment_spots", "place before before_on"),
    ("exchanges", "topic date place host groups told"),
    ("exemplars", "deed who found_on"),
    ("first_steps", "step stage member due_on"),
    ("five_good", "branch date leadership membership working achievement people"),
    ("five_lead", "promise member branch lead promised_on due_on"),
    ("gifts_declined", "item date member handled"),
    ("good_deeds", "name owner started before"),
    ("grants", "purpose applied_on applied kind"),
    ("handbook_pages", "name text"),
    ("hardship", "resident listed_on kinds ground basis"),
    ("income_notes", "date household voluntary"),
    ("job_wishes", "number wants told_on resident"),
    ("jobs", "post enterprise"),
    ("leaves", "member kind reason from to length"),
    ("legacies", "what kind hand_by"),
    ("lessons", "topic date teacher audience"),
    ("meals", "date place members rate"),
    ("mechanisms", "name keeper how started review_on"),
    ("meetings", "name kind date place chair count points"),
    ("notice_boards", "title place content put_up change_on"),
    ("outcomes", "what kind date facts"),
    ("pairings", "enterprise neighbourhood from contact"),
    ("party_branches", "name kind"),
    ("policies", "name"),
    ("policy_deliveries", "policy date"),
    ("practices", "name found_on how effect conditions elsewhere"),
    ("quick_wins", "what owner from due_on"),
    ("referrals", "wish job offered referred_by fit"),
    ("self_checks", "date member no_leave no_slipping no_banquet no_gift no_burden"),
    ("service_gaps", "what kind found_on provider"),
    ("skills", "skill member"),
    ("slogans", "text place put_up take_down"),
    ("spot_checks", "member date found checker"),
    ("startup_checks", "item area owner due_on"),
    ("study_aid", "number student under_14 stage anonymous from"),
    ("talks", "topic date place speaker count"),
    ("time_taken", "what kind date asked_by"),
    ("trainees", "resident training enrolled"),
    ("trainings", "topic from"),
    ("venture_matches", "venture resident matched"),
    ("ventures", "name"),
    ("workshops", "topic date place teacher audience count points"),
];

// Shows H7.
#[test]
fn the_forms_ask_for_this_and_nothing_more() {
    let told: Vec<(String, String)> = declared()
        .iter()
        .map(|ledger| {
            let asked = ledger.fields.iter().filter(|field| field.required).map(|field| field.key.as_str());
            (ledger.id.clone(), asked.collect::<Vec<_>>().join(" "))
        })
        .collect();
    assert_eq!(told.len(), ASKED.len());
    for ((ledger, asked), (known, wanted)) in told.iter().zip(ASKED) {
        assert_eq!((ledger.as_str(), asked.as_str()), (known, wanted));
        assert!(wanted.split(' ').count() <= 8, "{ledger}");
    }
}
