//! Help projects, their money and what is handed out of them.

use super::{enter as add, *};
use crate::domain::{
    funds::{self, receipts, spendings},
    projects::{self, Progress},
    roster::households,
};

/// A project with a decided fund of residents' money and three households.
pub(super) fn works(bench: &mut Workbench) -> (String, String) {
    add(bench, "neighbourhoods", &[("name", "三组")]).unwrap();
    for (number, address) in [("0035", "幸福路5号"), ("0036", "幸福路6号"), ("0037", "幸福路7号")]
    {
        let own = [("number", number), ("address", address), ("neighbourhood", "三组")];
        add(bench, "households", &own).unwrap();
    }
    let project = add(bench, "projects", &[("title", "修三组路灯"), ("kind", "public_good")]).unwrap();
    let project = project.to_string();
    let fund = [
        ("title", "居民自愿出资"),
        ("project", project.as_str()),
        ("source", "residents"),
        ("planned", "3000"),
        ("decision", "11-02 居民会议，到 30 户，同意 28 户"),
    ];
    let fund = add(bench, "funds", &fund).unwrap().to_string();
    (project, fund)
}

// Shows F1, F2, F3.
#[test]
fn money_is_taken_in_only_on_a_decision_a_consent_or_an_approval() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let (project, _) = works(&mut a);
    for (source, refusal, needed) in [
        ("residents", funds::NO_DECISION, vec![("decision", "理事会决议")]),
        ("enterprise", funds::NO_CONSENT, vec![("consent", "2026-11-01"), ("consent_paper", "盒3")]),
        ("fiscal", funds::NO_APPROVAL, vec![("approval", "12号")]),
    ] {
        let fund = [("title", source), ("project", &*project), ("source", source)];
        let fund = add(&mut a, "funds", &fund).unwrap();
        let came = [("fund", &*fund.to_string()), ("day", "2026-11-03"), ("amount", "100")];
        assert_eq!(refused(add(&mut a, "receipts", &came)), Refusal::Said(refusal), "{source}");
        for (key, text) in &needed {
            edit(&mut a, fund, key, text);
        }
        add(&mut a, "receipts", &came).unwrap();
        // What money was taken in on does not go again.
        let mut draft = Draft::new();
        a.fill(&mut draft, fund, &[(needed.last().unwrap().0.to_owned(), String::new())]).unwrap();
        assert!(a.commit(draft).is_err(), "{source}");
    }
    let nobody = [("fund", "居民自愿出资"), ("day", "今天"), ("amount", "0"), ("household", "幸福路6号")];
    assert_eq!(refused(add(&mut a, "receipts", &nobody)), Refusal::SaidOf("amount".into(), funds::NO_AMOUNT));
}

// Shows F1.
#[test]
fn nothing_lists_households_by_what_they_did_not_give() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let (project, fund) = works(&mut a);
    let came = [("fund", &*fund), ("day", "2026-11-03"), ("amount", "100"), ("household", "幸福路5号")];
    add(&mut a, "receipts", &came).unwrap();
    // No card of a household or resident has a field about money, nor one that leads to it.
    for ledger in [households::ledger(), residents::ledger()] {
        for field in &ledger.fields {
            let kind = &field.kind;
            assert!(!matches!(kind, crate::domain::field::Kind::Money), "{}", field.key);
            assert!(
                !matches!(kind, crate::domain::field::Kind::Ref(of) if ["funds", "receipts"].contains(&of.as_str())),
                "{}",
                field.key
            );
        }
    }
    // No field of the money says owed, or whom it is expected from.
    for ledger in [funds::funds::ledger(), receipts::ledger()] {
        for field in &ledger.fields {
            assert!(!["owed", "unpaid", "arrears"].contains(&field.key.as_str()));
            for word in ["欠", "应缴", "未缴", "催缴"] {
                assert!(!field.title.zh.contains(word), "{}", field.title.zh);
            }
        }
    }
    // Whatever is read of the project tells of the one that gave and of no other.
    let id = a.find_in("projects", &project).unwrap();
    let told = format!("{:?}", a.help_project(id).unwrap());
    let name = |address: &str| format!("{:?}", a.find_in("households", address).unwrap());
    assert!(told.contains(&name("幸福路5号")));
    assert!(!told.contains(&name("幸福路6号")) && !told.contains(&name("幸福路7号")));
}

// Shows F9.
#[test]
fn an_anonymous_donor_is_in_no_row_that_anybody_reads() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let (_, fund) = works(&mut a);
    let came = [
        ("fund", &*fund),
        ("day", "2026-11-03"),
        ("amount", "500"),
        ("household", "幸福路5号"),
        ("donor", "王桂兰"),
        ("anonymous", "是"),
    ];
    let id = add(&mut a, "receipts", &came).unwrap();
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        for row in [bench.row(id).unwrap().unwrap(), bench.rows("receipts").unwrap()[0].clone()] {
            assert_eq!((row.text(receipts::DONOR), row.reference(receipts::HOUSEHOLD)), ("", None));
            assert_eq!(row.int(receipts::AMOUNT), Some(50_000));
        }
        assert_eq!(bench.row_in_full(id).unwrap().text(receipts::DONOR), "王桂兰");
    }
    // A correction of something else loses nothing of it.
    edit(&mut b, id, "amount", "600");
    assert_eq!(b.row_in_full(id).unwrap().text(receipts::DONOR), "王桂兰");
    edit(&mut b, id, "anonymous", "否");
    assert!(b.row(id).unwrap().unwrap().reference(receipts::HOUSEHOLD).is_some());
}

// Shows F3, F4.
#[test]
fn sums_are_recounted_and_what_is_published_is_what_was_there_then() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let (project, fund) = works(&mut a);
    let id = a.find_in("projects", &project).unwrap();
    let spend = |a: &mut Workbench, yuan: &str| {
        let own = [
            ("purpose", "灯头"),
            ("project", &*project),
            ("fund", &*fund),
            ("day", "2026-11-05"),
            ("amount", yuan),
            ("voucher", "记-7"),
        ];
        add(a, "spendings", &own).unwrap()
    };
    add(&mut a, "receipts", &[("fund", &fund), ("day", "2026-11-03"), ("amount", "1000")]).unwrap();
    let hours = [("fund", &*fund), ("day", "2026-11-04"), ("amount", "200"), ("in_kind", "义工 2 天")];
    assert_eq!(refused(add(&mut a, "receipts", &hours)), Refusal::SaidOf("basis".into(), funds::NO_BASIS));
    add(&mut a, "receipts", &[&hours[..], &[("basis", "每天 100 元，理事会定")]].concat()).unwrap();
    spend(&mut a, "700");
    add(&mut a, "disclosures", &[("place", "三组公示栏"), ("project", &project), ("day", "2026-11-06")])
        .unwrap();
    let late = spend(&mut a, "900");
    let sums = a.help_project(id).unwrap().purse.total;
    assert_eq!((sums.planned, sums.received, sums.spent), (300_000, 120_000, 160_000));
    assert_eq!((sums.disclosed, sums.overspent()), (70_000, Some(40_000)));
    assert_eq!(a.overspent(id).unwrap(), Some(40_000), "warned about, and not refused");
    let mut draft = Draft::new();
    draft.strike(late, "误登");
    a.commit(draft).unwrap();
    assert_eq!(a.overspent(id).unwrap(), None);
    let rows = a.rows(spendings::ID).unwrap();
    assert_eq!(rows.iter().filter(|row| !row.stands()).count(), 1, "a voucher is struck out, not deleted");
}

// Shows D1, D2, D3, D4, D11, D13, D15.
#[test]
fn a_project_goes_from_a_need_to_what_was_accepted_and_the_board_counts_needs_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    works(&mut a);
    let mediation = [("title", "漏水调解"), ("kind", "mediation")];
    assert_eq!(refused(add(&mut a, "projects", &mediation)), Refusal::Said(projects::NO_DISPUTE));
    let leak = issue(&mut a, "与楼上漏水争执");
    let dispute = leak.to_string();
    let own = [&mediation[..], &[("issues", &*dispute)]].concat();
    assert_eq!(refused(add(&mut a, "projects", &own)), Refusal::Said(projects::NO_DISPUTE), "a request");
    edit(&mut a, leak, "kind", "dispute");
    let leak_project = add(&mut a, "projects", &own).unwrap();
    let care = [("title", "重阳慰问"), ("kind", "care"), ("occasion", "double_ninth")];
    assert_eq!(refused(add(&mut a, "projects", &care)), Refusal::Said(projects::NO_HOUSEHOLD));
    add(&mut a, "projects", &[&care[..], &[("households", "幸福路5号")]].concat()).unwrap();
    let job = [("title", "缝纫班"), ("kind", "economy"), ("effect", "production、income")];
    let job = add(&mut a, "projects", &job).unwrap();
    assert_eq!(a.row(job).unwrap().unwrap().all(projects::projects::EFFECT).len(), 2);
    let told = issue(&mut a, "想在村口设集市");
    exchange(&mut a, &mut b, folder.path());

    let of = |bench: &Workbench, id: RecordId| bench.help_project(id).unwrap().progress;
    let board = |bench: &Workbench| {
        bench.needs_board(&bench.help_projects().unwrap(), &bench.cases().unwrap()).line(Lang::Zh)
    };
    assert_eq!(of(&b, job), Progress::Registered);
    // Five needs: two issues, and three projects that answer none.
    assert_eq!(board(&b), "登记 5  办成 0  在办 5  办不了已说明 0");
    let job_text = job.to_string();
    add(&mut b, "milestones", &[("title", "定教室"), ("project", &job_text), ("planned", "2026-11-20")])
        .unwrap();
    assert_eq!(of(&b, job), Progress::Working);
    let done =
        [("after", "开班 12 人"), ("project", &*job_text), ("kind", "accepted"), ("day", "2026-11-21")];
    assert_eq!(refused(add(&mut b, "project_results", &done)), Refusal::Said(projects::NOBODY_ACCEPTED));
    add(&mut b, "project_results", &[&done[..], &[("accepted_by", "学员代表")]].concat()).unwrap();
    b.take_step(told, StepKind::Reply, &[text(steps::TEXT, "暂不具备条件")]).unwrap();
    let explained = [
        (steps::OUTCOME, Value::Choice("explained".into())),
        text(steps::TEXT, "说明了"),
        text(steps::REASON, "规划未批"),
        text(steps::REMEDY, "可向街道反映"),
    ];
    b.take_step(told, StepKind::Resolve, &explained).unwrap();
    exchange(&mut b, &mut a, folder.path());
    assert_eq!(of(&a, job), Progress::Done);
    assert_eq!(of(&a, leak_project), Progress::Registered);
    assert_eq!(board(&a), "登记 5  办成 1  在办 3  办不了已说明 1");
    assert_eq!(board(&a), board(&b));
}

// Shows F8.
#[test]
fn an_enterprise_gets_needs_and_a_name_only_where_the_person_agreed() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    works(&mut a);
    let one = [("name", "王桂兰"), ("phone", "13800001111"), ("born", "1980-03-01"), ("sex", "女")];
    let one = [&one[..], &[("neighbourhood", "三组"), ("tags", "低保户")]].concat();
    let one = add(&mut a, "residents", &one).unwrap();
    let wish = [
        ("number", "Q-01"),
        ("wants", "缝纫"),
        ("told_on", "今天"),
        ("skills", "会平缝"),
        ("priority", "残疾人"),
    ];
    add(&mut a, "job_wishes", &[&wish[..], &[("resident", "王桂兰")]].concat()).unwrap();
    let over = [("number", "Q-02"), ("wants", "保洁"), ("told_on", "今天"), ("closed_on", "今天")];
    add(&mut a, "job_wishes", &[&over[..], &[("resident", "王桂兰")]].concat()).unwrap();
    let two = add(&mut a, "residents", &[("name", "单小明"), ("phone", "13800002222")]).unwrap();
    assert!(
        !a.may(one, crate::domain::consent::Purpose::JobRecommendation).unwrap(),
        "nobody agreed to anything"
    );
    let sheet = a.offer_sheet(&[one, two], &|id| id == two, Lang::Zh).unwrap();
    assert_eq!((sheet[0].need.as_str(), &sheet[0].contact), ("三组，女，40–49 岁：缝纫（会平缝）", &None));
    assert_eq!(sheet[1].contact, Some(("单小明".into(), "13800002222".into())));
}
