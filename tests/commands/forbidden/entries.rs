//! What may not be entered, line by line: people, the field, plans, money,
//! oversight, bulletins, terms.

use jiff::civil::date;
use minqing::{
    domain::{
        bulletins::Printing,
        consent::Purpose,
        oversight::{honours::Honour, rectifying::Stage},
        phases::Period,
        projects::Progress,
    },
    exchange::papers,
    workbench::Workbench,
};

use super::{
    add,
    entered::{Entered, ONESELF, nothing},
    no_child_consented, nobody_is_a_petitioner, of,
};

fn two_funds(bench: &mut Workbench, source: &str, lacking: &[(&str, &str)], told: &[(&str, &str)]) {
    add(bench, "projects", &[("title", "修路灯"), ("kind", "public_good")]).unwrap();
    for (title, more) in [("甲", lacking), ("乙", told)] {
        let own = [("title", title), ("project", "修路灯"), ("source", source), ("planned", "100")];
        add(bench, "funds", &[&own[..], more].concat()).unwrap();
    }
}

fn of_residents(bench: &mut Workbench) {
    two_funds(bench, "residents", &[], &[("decision", "11-02 居民会议定的")]);
}

fn of_an_enterprise(bench: &mut Workbench) {
    two_funds(
        bench,
        "enterprise",
        &[("consent", "2026-11-01")],
        &[("consent", "2026-11-01"), ("consent_paper", "柜2")],
    );
}

fn of_the_state(bench: &mut Workbench) {
    two_funds(bench, "fiscal", &[], &[("approval", "财〔2026〕3号")]);
}

fn of_others(bench: &mut Workbench) {
    add(bench, "households", &[("address", "幸福路5号")]).unwrap();
    two_funds(bench, "fiscal", &[("approval", "财〔2026〕3号")], &[("approval", "财〔2026〕4号")]);
    add(bench, "funds", &[("title", "丙"), ("project", "修路灯"), ("source", "other")]).unwrap();
}

fn an_enterprise_at_three(bench: &mut Workbench) {
    for name in ["禾穗食品厂", "丰收机械厂"] {
        add(bench, "enterprises", &[("name", name)]).unwrap();
    }
    let own = [
        ("enterprise", "禾穗食品厂"),
        ("neighbourhood", "三组"),
        ("from", "2026-01-01"),
        ("contact", "李强"),
    ];
    add(bench, "pairings", &own).unwrap();
}

fn each_enterprise_stands_once(bench: &Workbench) -> bool {
    bench.posts().unwrap().iter().all(|post| {
        let names: std::collections::BTreeSet<&String> = post.enterprises.iter().collect();
        names.len() == post.enterprises.len()
    })
}

fn nothing_came(bench: &Workbench) -> bool {
    bench.help_projects().unwrap().iter().all(|one| one.purse.total.received == 0)
}

fn nothing_was_spent(bench: &Workbench) -> bool {
    bench.help_projects().unwrap().iter().all(|one| one.purse.total.spent == 0)
}

fn nothing_is_done(bench: &Workbench) -> bool {
    let over = |progress| matches!(progress, Progress::Done | Progress::Explained);
    bench.help_projects().unwrap().iter().all(|one| !over(one.progress))
}

fn a_project(bench: &mut Workbench) {
    add(bench, "projects", &[("title", "修路灯"), ("kind", "public_good")]).unwrap();
}

fn a_dispute(bench: &mut Workbench) {
    add(bench, "issues", &[("title", "漏水争执"), ("kind", "dispute"), ("from", "仇英")]).unwrap();
    add(bench, "households", &[("address", "幸福路5号")]).unwrap();
}

/// A finding on somebody who has no laptop, at the stage to which these steps lead.
fn finding(bench: &mut Workbench, steps: &[&[(&str, &str)]]) {
    add(bench, "members", &[("name", "王芳"), ("role", "worker")]).unwrap();
    let found =
        [("fact", "漏记"), ("kind", "lax"), ("evidence", "台账"), ("day", "2026-11-20"), ("member", "王芳")];
    add(bench, "findings", &found).unwrap();
    for step in steps {
        let own = [("text", "批评"), ("finding", "漏记"), ("day", "2026-11-20")];
        add(bench, "rectifications", &[&own[..], step].concat()).unwrap();
    }
}

const CRITICISM: &[(&str, &str)] = &[("kind", "criticism"), ("way", "oral")];

fn found(bench: &mut Workbench) {
    finding(bench, &[]);
}

pub(super) fn criticised(bench: &mut Workbench) {
    finding(bench, &[CRITICISM]);
}

pub(super) fn notified(bench: &mut Workbench) {
    let notice = [("kind", "notice"), ("requirement", "补齐"), ("deadline", "2026-12-20")];
    finding(bench, &[CRITICISM, &notice]);
}

fn notified_long_ago(bench: &mut Workbench) {
    let notice = [("kind", "notice"), ("requirement", "补齐"), ("deadline", "2026-11-21")];
    finding(bench, &[CRITICISM, &notice]);
}

pub(super) fn stays(bench: &Workbench, stage: Stage) -> bool {
    bench.findings().unwrap().iter().all(|found| {
        found.standing.stage == stage
            && found.standing.statements.is_empty()
            && found.standing.receipts.is_empty()
    })
}

fn a_nomination(bench: &mut Workbench) {
    let facts = [("solid", "逐户走访"), ("outstanding", "夜里到场"), ("effect", "路灯亮了")];
    let own = [("title", "表彰李强"), ("member", "李强"), ("day", "2026-11-20")];
    add(bench, "commendations", &[&own[..], &facts].concat()).unwrap();
}

fn is_only_nominated(bench: &Workbench) -> bool {
    bench.honours().unwrap().iter().all(|(_, stage)| *stage == Honour::Nominated)
}

fn a_published_nomination(bench: &mut Workbench) {
    a_nomination(bench);
    let of = [("text", "同意"), ("commendation", "表彰李强"), ("day", "2026-11-15")];
    for more in [[("kind", "decision"), ("body", "党政办")], [("kind", "publication"), ("body", "")]] {
        add(bench, "honour_steps", &[&of[..], &more[..]].concat()).unwrap();
    }
}

fn nobody_is_commended(bench: &Workbench) -> bool {
    bench.honours().unwrap().iter().all(|(_, stage)| *stage != Honour::Granted)
}

fn a_slip(bench: &mut Workbench) {
    add(bench, "issues", &[("title", "督办一件"), ("kind", "supervision"), ("from", "张晓敏")]).unwrap();
}

fn nobody_is_on_the_list(bench: &Workbench) -> bool {
    let coverage = bench.coverage(Period::default()).unwrap();
    coverage.called.iter().all(|called| called.since.is_some() && bench.name_of(called.who) == "王桂兰")
}

fn no_day_is_of_a_phase(bench: &Workbench) -> bool {
    [date(2026, 11, 15), date(2026, 12, 1), date(2026, 12, 5)]
        .into_iter()
        .all(|day| bench.phase_on(day).unwrap().is_none())
}

fn nothing_is_reached(bench: &Workbench) -> bool {
    bench.goals().unwrap().iter().all(|goal| goal.done == 0)
}

fn no_task_is_done(bench: &Workbench) -> bool {
    bench.planned(Period::default()).unwrap().iter().all(|planned| planned.done.is_none())
}

fn nobody_is_posted(bench: &Workbench) -> bool {
    bench.posted(date(2026, 11, 15)).unwrap().values().all(Vec::is_empty)
}

fn nobody_handed_over(bench: &Workbench) -> bool {
    let all = bench.standing("members").unwrap();
    all.iter().all(|row| bench.personal_summary(row.id, Period::default()).unwrap().handovers == 0)
}

fn no_term_is_laxer(bench: &Workbench) -> bool {
    bench.deadlines().unwrap().terms.get("petition").unwrap().value <= 60
}

fn the_ordinary_term_stays(bench: &Workbench) -> bool {
    bench.deadlines().unwrap().terms.get("ordinary").unwrap().value == 7
}

fn nothing_is_signed(bench: &Workbench) -> bool {
    bench.bulletins().unwrap().iter().all(|issue| issue.printed.printing < Printing::Signed)
}

fn no_photo(bench: &Workbench) -> bool {
    !bench.may(of(bench, "王桂兰"), Purpose::Other).unwrap()
}

fn nothing_is_found(bench: &Workbench) -> bool {
    bench.findings().unwrap().is_empty() && bench.honours().unwrap().is_empty()
}

fn no_slip_is_urged(bench: &Workbench) -> bool {
    // A reminder is told below its slip; the lamp is none.
    let cases = bench.cases().unwrap();
    let lamp = cases.iter().find(|case| case.issue.text(16) == "路灯不亮").unwrap();
    lamp.issue.text(18) == "request" && !lamp.standing.is_closed()
}

fn nobody_has_leave(bench: &Workbench) -> bool {
    let approved = bench.ledger("leaves").unwrap().field_by_key("lead_approved").unwrap().tag;
    bench.rows("leaves").unwrap().iter().all(|row| !row.stands() || row.text(approved).is_empty())
}

fn no_leave_is_approved(bench: &Workbench) -> bool {
    let day = bench.ledger("leaves").unwrap().field_by_key("approved_on").unwrap().tag;
    bench.rows("leaves").unwrap().iter().all(|row| !row.stands() || row.all(day).is_empty())
}

pub(super) fn no_number_is_read(bench: &Workbench) -> bool {
    let rows = ["issues", "visits", "projects"].map(|ledger| bench.rows(ledger).unwrap());
    let mut values = rows.iter().flat_map(|rows| rows.iter()).flat_map(|row| row.values.values()).flatten();
    values.all(|value| {
        value.as_text().is_none_or(|text| !text.contains("194912") && !text.contains("１９４９"))
    })
}

fn told_of_income(bench: &mut Workbench) {
    add(bench, "households", &[("address", "幸福路5号")]).unwrap();
    let told = [
        ("date", "2026-11-18"),
        ("household", "幸福路5号"),
        ("voluntary", "yes"),
        ("words", "今年种了三亩大棚，多卖八千元。"),
    ];
    add(bench, "income_notes", &told).unwrap();
}

fn no_words_of_income_are_printed(bench: &Workbench) -> bool {
    let known = bench.known_people().unwrap();
    let printed = bench.bulletins().unwrap();
    let mut printed = printed.iter().map(|issue| papers::bulletin(&known, issue).lines().concat());
    printed.all(|text| !text.contains("大棚") && !text.contains("八千"))
}

fn nobody_checked(bench: &Workbench) -> bool {
    let all = bench.standing("members").unwrap();
    let (from, to) = (date(2026, 11, 1), date(2026, 11, 20));
    all.iter().all(|row| {
        !bench.fact_sheet(row.id, from, to, minqing::domain::wording::Lang::Zh).unwrap().is_checked()
    })
}

#[rustfmt::skip]
pub(super) const ENTERED: &[Entered] = &[
    // People.
    Entered { act: "a child's consent alone", judge: "judge_consents", before: nothing, ledger: "consents",
        wrong: &[("resident", "王小明"), ("purpose", "photo"), ("said", "given"), ("day", "2026-11-20"), ("way", "oral")],
        mend: &[("guardian", "王建国")], holds: no_child_consented, except: &[] },
    Entered { act: "a consent to nobody knows what", judge: "judge_consents", before: nothing, ledger: "consents",
        wrong: &[("resident", "王桂兰"), ("purpose", "other"), ("said", "given"), ("day", "2026-11-20"), ("way", "oral")],
        mend: &[("detail", "上电视")], holds: no_photo, except: &[] },
    Entered { act: "a petitioner without an open issue", judge: "judge_visits", before: nothing, ledger: "visits",
        wrong: &[("date", "2026-11-20"), ("category", "petitioner"), ("resident", "仇英")],
        // A sheet comes in without the word (a line of the other table); the form does not offer it.
        mend: &[("resident", "王桂兰")], holds: nobody_is_a_petitioner, except: &["sheet", "screen"] },
    Entered { act: "on the list for no reason", judge: "judge_fieldwork", before: nothing, ledger: "residents",
        wrong: &[("name", "解晓东"), ("visit_facts", "hardship")],
        mend: &[("visit_basis", "低保证")], holds: nobody_is_on_the_list, except: &[] },
    Entered { act: "a household on the list for no reason", judge: "judge_fieldwork", before: nothing, ledger: "households",
        wrong: &[("address", "幸福路9号"), ("visit_facts", "hardship")],
        mend: &[("visit_basis", "低保证")], holds: nobody_is_on_the_list, except: &[] },
    Entered { act: "a visit told before its day", judge: "judge_days", before: nothing, ledger: "visits",
        wrong: &[("date", "2026-11-25"), ("resident", "仇英"), ("words", "灯坏了")],
        mend: &[("date", "2026-11-20")], holds: |b| b.done_visits().unwrap().iter().count() == 0, except: &[] },
    Entered { act: "one's own leave approved", judge: "judge_own_words", before: nothing, ledger: "leaves",
        wrong: &[("member", ONESELF), ("kind", "personal"), ("reason", "家里有事"), ("from", "2026-11-20"), ("to", "2026-11-20"), ("length", "one"), ("lead_approved", "yes")],
        mend: &[("member", "李强")], holds: nobody_has_leave, except: &[] },
    Entered { act: "oneself named as who approved one's leave", judge: "judge_own_words", before: nothing, ledger: "leaves",
        wrong: &[("member", "李强"), ("kind", "personal"), ("reason", "家里有事"), ("from", "2026-11-20"), ("to", "2026-11-21"), ("length", "three"), ("lead_approved", "yes"), ("upper_approver", "组员李强"), ("approved_on", "2026-11-19")],
        mend: &[("upper_approver", "街道办王主任")], holds: no_leave_is_approved, except: &[] },
    Entered { act: "oneself named by a short name as who approved one's leave", judge: "judge_own_words", before: nothing, ledger: "leaves",
        wrong: &[("member", "李强"), ("kind", "personal"), ("reason", "家里有事"), ("from", "2026-11-20"), ("to", "2026-11-21"), ("length", "three"), ("lead_approved", "yes"), ("upper_approver", "小强"), ("approved_on", "2026-11-19")],
        mend: &[("upper_approver", "街道办王主任")], holds: no_leave_is_approved, except: &[] },
    Entered { act: "one person named at two levels of leave", judge: "judge_own_words", before: nothing, ledger: "leaves",
        wrong: &[("member", "李强"), ("kind", "personal"), ("reason", "家里有事"), ("from", "2026-11-10"), ("to", "2026-11-20"), ("length", "more"), ("lead_approved", "yes"), ("upper_approver", "王主任"), ("top_approver", "街道王主任"), ("approved_on", "2026-11-09")],
        mend: &[("top_approver", "党工委")], holds: no_leave_is_approved, except: &[] },
    Entered { act: "an identity number in a title", judge: "judge_numbers", before: nothing, ledger: "projects",
        wrong: &[("title", "给身份证号11010519491231002X的人修灯"), ("kind", "public_good")],
        mend: &[("title", "修楼道灯")], holds: no_number_is_read, except: &[] },
    Entered { act: "an identity number in words", judge: "judge_numbers", before: nothing, ledger: "visits",
        wrong: &[("date", "2026-11-20"), ("resident", "仇英"), ("words", "他报了１１０１０５１９４９１２３１００２Ｘ")],
        mend: &[("words", "他说灯坏了")], holds: no_number_is_read, except: &[] },
    Entered { act: "a check of oneself filled in by another", judge: "judge_own_words", before: |b| { add(b, "members", &[("name", "王芳"), ("role", "worker")]).unwrap(); }, ledger: "self_checks",
        wrong: &[("date", "2026-11-20"), ("member", "王芳"), ("no_leave", "kept"), ("no_slipping", "kept"), ("no_banquet", "kept"), ("no_gift", "kept"), ("no_burden", "kept")],
        mend: &[("member", ONESELF)], holds: |b| b.counted("self_checks").unwrap().is_empty(), except: &[] },
    // Phases, plans, organisation.
    Entered { act: "a phase that ends before it begins", judge: "judge_fieldwork", before: nothing, ledger: "phases",
        wrong: &[("name", "前期"), ("from", "2026-12-01"), ("to", "2026-11-01")],
        mend: &[("to", "2026-12-31")], holds: no_day_is_of_a_phase, except: &[] },
    Entered { act: "a goal reached by hand for no reason", judge: "judge_fieldwork", before: nothing, ledger: "goals",
        wrong: &[("name", "走访"), ("measure", "by_hand"), ("from", "2026-11-01"), ("done", "7")],
        mend: &[("basis", "签到册")], holds: nothing_is_reached, except: &[] },
    Entered { act: "a task done for no reason", judge: "judge_fieldwork", before: nothing, ledger: "tasks",
        wrong: &[("name", "贴标语"), ("from", "2026-11-01"), ("owner", "李强"), ("done_on", "2026-11-20")],
        mend: &[("basis", "照片12")], holds: no_task_is_done, except: &[] },
    Entered { act: "a task done that ends before it begins", judge: "judge_fieldwork", before: nothing, ledger: "tasks",
        wrong: &[("name", "贴标语"), ("from", "2026-11-10"), ("to", "2026-11-01"), ("owner", "李强"), ("done_on", "2026-11-20"), ("basis", "照片12")],
        mend: &[("to", "2026-11-19")], holds: no_task_is_done, except: &[] },
    Entered { act: "a task done on a day to come", judge: "judge_days", before: nothing, ledger: "tasks",
        wrong: &[("name", "贴标语"), ("from", "2026-11-01"), ("owner", "李强"), ("done_on", "2026-11-25"), ("basis", "照片12")],
        mend: &[("done_on", "2026-11-20")], holds: no_task_is_done, except: &[] },
    Entered { act: "posting nobody", judge: "judge_fieldwork", before: nothing, ledger: "postings",
        wrong: &[("neighbourhood", "三组"), ("from", "2026-11-01")],
        mend: &[("member", "李强")], holds: nobody_is_posted, except: &[] },
    Entered { act: "a posting that ends before it begins", judge: "judge_fieldwork", before: nothing, ledger: "postings",
        wrong: &[("neighbourhood", "三组"), ("member", "李强"), ("from", "2026-11-20"), ("to", "2026-11-01")],
        mend: &[("to", "2026-11-30")], holds: nobody_is_posted, except: &[] },
    Entered { act: "an enterprise entered twice at a place", judge: "judge_pairings", before: an_enterprise_at_three, ledger: "postings",
        wrong: &[("neighbourhood", "三组"), ("enterprise", "禾穗食品厂"), ("from", "2026-11-01")],
        mend: &[("enterprise", "丰收机械厂")], holds: each_enterprise_stands_once, except: &[] },
    Entered { act: "handing over to oneself", judge: "judge_fieldwork", before: nothing, ledger: "handovers",
        wrong: &[("date", "2026-11-20"), ("from", "李强"), ("to", "李强"), ("notes", "都交了")],
        mend: &[("to", "张晓敏")], holds: nobody_handed_over, except: &[] },
    Entered { act: "handing nothing over", judge: "judge_fieldwork", before: nothing, ledger: "handovers",
        wrong: &[("date", "2026-11-20"), ("from", "李强"), ("to", "张晓敏")],
        mend: &[("notes", "钥匙两把")], holds: nobody_handed_over, except: &[] },
    // Terms.
    Entered { act: "a statute's term made laxer", judge: "judge_tables", before: nothing, ledger: "terms",
        wrong: &[("key", "petition"), ("value", "90"), ("unit", "days"), ("basis", "街道规定")],
        mend: &[("value", "45")], holds: no_term_is_laxer, except: &[] },
    Entered { act: "a term of less than nothing", judge: "judge_tables", before: nothing, ledger: "terms",
        wrong: &[("key", "ordinary"), ("value", "-3"), ("unit", "days"), ("basis", "街道规定")],
        mend: &[("value", "5")], holds: the_ordinary_term_stays, except: &[] },
    // Help projects and money.
    Entered { act: "a mediation without a dispute", judge: "judge_projects", before: a_dispute, ledger: "projects",
        wrong: &[("title", "劝和"), ("kind", "mediation"), ("issues", "A-1")],
        mend: &[("issues", "A-2")], holds: nothing_is_done, except: &[] },
    Entered { act: "caring for nobody", judge: "judge_projects", before: a_dispute, ledger: "projects",
        wrong: &[("title", "送温暖"), ("kind", "care")],
        mend: &[("households", "幸福路5号")], holds: nothing_is_done, except: &[] },
    Entered { act: "a birthday on no day", judge: "judge_projects", before: a_dispute, ledger: "projects",
        wrong: &[("title", "过生日"), ("kind", "public_good"), ("occasion", "lunar_birthday")],
        mend: &[("lunar_day", "八月十五")], holds: nothing_is_done, except: &[] },
    Entered { act: "accepted by nobody", judge: "judge_projects", before: a_project, ledger: "project_results",
        wrong: &[("project", "修路灯"), ("kind", "accepted"), ("day", "2026-11-20"), ("after", "亮了")],
        mend: &[("accepted_by", "三组组长")], holds: nothing_is_done, except: &[] },
    Entered { act: "accepted by whoever did it", judge: "judge_own_words", before: |b| { add(b, "projects", &[("title", "修路灯"), ("kind", "public_good"), ("owner", "张晓敏")]).unwrap(); }, ledger: "project_results",
        wrong: &[("project", "修路灯"), ("kind", "accepted"), ("day", "2026-11-20"), ("after", "亮了"), ("accepted_by", "张晓敏")],
        mend: &[("accepted_by", "三组组长")], holds: nothing_is_done, except: &[] },
    Entered { act: "explained to nobody", judge: "judge_projects", before: a_project, ledger: "project_results",
        wrong: &[("project", "修路灯"), ("kind", "explained"), ("day", "2026-11-20"), ("after", "没有资金")],
        mend: &[("told", "三组居民")], holds: nothing_is_done, except: &[] },
    Entered { act: "residents' money without a decision of theirs", judge: "judge_projects", before: of_residents, ledger: "receipts",
        wrong: &[("fund", "甲"), ("day", "2026-11-20"), ("amount", "100")],
        mend: &[("fund", "乙")], holds: nothing_came, except: &[] },
    Entered { act: "an enterprise's money without its consent", judge: "judge_projects", before: of_an_enterprise, ledger: "receipts",
        wrong: &[("fund", "甲"), ("day", "2026-11-20"), ("amount", "100")],
        mend: &[("fund", "乙")], holds: nothing_came, except: &[] },
    Entered { act: "the state's money without approval", judge: "judge_projects", before: of_the_state, ledger: "receipts",
        wrong: &[("fund", "甲"), ("day", "2026-11-20"), ("amount", "100")],
        mend: &[("fund", "乙")], holds: nothing_came, except: &[] },
    Entered { act: "a list of who gave nothing", judge: "judge_projects", before: of_residents, ledger: "receipts",
        wrong: &[("fund", "乙"), ("day", "2026-11-20"), ("amount", "0")],
        mend: &[("amount", "1")], holds: nothing_came, except: &[] },
    Entered { act: "who owes how much", judge: "judge_projects", before: of_residents, ledger: "receipts",
        wrong: &[("fund", "乙"), ("day", "2026-11-20"), ("amount", "-200")],
        mend: &[("amount", "200")], holds: nothing_came, except: &[] },
    Entered { act: "goods of a value that nobody can check", judge: "judge_projects", before: of_residents, ledger: "receipts",
        wrong: &[("fund", "乙"), ("day", "2026-11-20"), ("amount", "100"), ("in_kind", "义工半天")],
        mend: &[("basis", "每工时25元")], holds: nothing_came, except: &[] },
    Entered { act: "a household with the state's money", judge: "judge_projects", before: of_others, ledger: "receipts",
        wrong: &[("fund", "甲"), ("day", "2026-11-20"), ("amount", "100"), ("household", "幸福路5号")],
        mend: &[("fund", "丙")], holds: nothing_came, except: &[] },
    Entered { act: "a voucher of nothing", judge: "judge_projects", before: a_project, ledger: "spendings",
        wrong: &[("purpose", "灯头"), ("project", "修路灯"), ("day", "2026-11-20"), ("amount", "0"), ("voucher", "记-7")],
        mend: &[("amount", "50")], holds: nothing_was_spent, except: &[] },
    Entered { act: "telling back of money that never came", judge: "judge_projects", before: a_project, ledger: "funds",
        wrong: &[("title", "赞助"), ("project", "修路灯"), ("source", "enterprise"), ("told_back", "2026-11-20")],
        mend: &[("told_back", "")], holds: nothing_came, except: &[] },
    // Oversight.
    Entered { act: "a finding on nobody", judge: "judge_oversight", before: nothing, ledger: "findings",
        wrong: &[("fact", "漏记"), ("kind", "lax"), ("evidence", "台账"), ("day", "2026-11-20")],
        mend: &[("group", "二组工作组")], holds: nothing_is_found, except: &[] },
    Entered { act: "a nomination of nobody", judge: "judge_oversight", before: nothing, ledger: "commendations",
        wrong: &[("title", "表彰"), ("solid", "走访"), ("outstanding", "到场"), ("effect", "亮了"), ("day", "2026-11-20")],
        mend: &[("member", "李强")], holds: nothing_is_found, except: &[] },
    Entered { act: "a notice before any criticism", judge: "judge_oversight", before: found, ledger: "rectifications",
        wrong: &[("text", "限期"), ("finding", "漏记"), ("kind", "notice"), ("day", "2026-11-20"), ("requirement", "补齐"), ("deadline", "2026-12-01")],
        mend: &[("kind", "criticism"), ("way", "oral"), ("requirement", ""), ("deadline", "")], holds: |b| stays(b, Stage::Found), except: &[] },
    Entered { act: "a criticism nobody heard", judge: "judge_oversight", before: found, ledger: "rectifications",
        wrong: &[("text", "批评"), ("finding", "漏记"), ("kind", "criticism"), ("day", "2026-11-20")],
        mend: &[("way", "written")], holds: |b| stays(b, Stage::Found), except: &[] },
    Entered { act: "a notice without what and by when", judge: "judge_oversight", before: criticised, ledger: "rectifications",
        wrong: &[("text", "限期"), ("finding", "漏记"), ("kind", "notice"), ("day", "2026-11-21")],
        mend: &[("requirement", "补齐"), ("deadline", "2026-12-01")], holds: |b| stays(b, Stage::Criticised), except: &[] },
    Entered { act: "words in the mouth of the checked side", judge: "judge_oversight", before: notified, ledger: "rectifications",
        wrong: &[("text", "我错了"), ("finding", "漏记"), ("kind", "statement"), ("day", "2026-11-21")],
        mend: &[("kind", "criticism"), ("way", "oral")], holds: |b| stays(b, Stage::Notified), except: &[] },
    Entered { act: "a receipt by somebody else", judge: "judge_oversight", before: notified, ledger: "rectifications",
        wrong: &[("text", "已改"), ("finding", "漏记"), ("kind", "receipt"), ("day", "2026-11-21")],
        mend: &[("kind", "criticism"), ("way", "oral")], holds: |b| stays(b, Stage::Notified), except: &[] },
    Entered { act: "re-checking what nobody was asked to do", judge: "judge_oversight", before: criticised, ledger: "rectifications",
        wrong: &[("text", "看过"), ("finding", "漏记"), ("kind", "recheck"), ("day", "2026-11-21"), ("result", "struck_off")],
        mend: &[("kind", "criticism"), ("way", "oral"), ("result", "")], holds: |b| stays(b, Stage::Criticised), except: &[] },
    Entered { act: "re-checking before the checked side could answer", judge: "judge_oversight", before: notified, ledger: "rectifications",
        wrong: &[("text", "看过"), ("finding", "漏记"), ("kind", "recheck"), ("day", "2026-11-21"), ("result", "struck_off")],
        mend: &[("kind", "criticism"), ("way", "oral"), ("result", "")], holds: |b| stays(b, Stage::Notified), except: &[] },
    Entered { act: "a re-check without an outcome", judge: "judge_oversight", before: notified_long_ago, ledger: "rectifications",
        wrong: &[("text", "看过"), ("finding", "漏记"), ("kind", "recheck"), ("day", "2026-11-22")],
        mend: &[("result", "struck_off")], holds: |b| stays(b, Stage::Notified), except: &[] },
    Entered { act: "continued to a day that is past", judge: "judge_oversight", before: notified_long_ago, ledger: "rectifications",
        wrong: &[("text", "看过"), ("finding", "漏记"), ("kind", "recheck"), ("day", "2026-11-22"), ("result", "continued"), ("deadline", "2026-11-20")],
        mend: &[("deadline", "2026-12-20")], holds: |b| stays(b, Stage::Notified), except: &[] },
    Entered { act: "published before it was decided", judge: "judge_oversight", before: a_nomination, ledger: "honour_steps",
        wrong: &[("text", "公示"), ("commendation", "表彰李强"), ("kind", "publication"), ("day", "2026-11-20")],
        mend: &[("kind", "decision"), ("body", "党政办")], holds: is_only_nominated, except: &[] },
    Entered { act: "granted on the day of its publication", judge: "judge_oversight", before: a_published_nomination, ledger: "honour_steps",
        wrong: &[("text", "表彰"), ("commendation", "表彰李强"), ("kind", "grant"), ("day", "2026-11-15")],
        mend: &[("day", "2026-11-20")], holds: nobody_is_commended, except: &[] },
    Entered { act: "decided by nobody", judge: "judge_oversight", before: a_nomination, ledger: "honour_steps",
        wrong: &[("text", "审定"), ("commendation", "表彰李强"), ("kind", "decision"), ("day", "2026-11-20")],
        mend: &[("body", "党政办")], holds: is_only_nominated, except: &[] },
    Entered { act: "withdrawing what was never decided", judge: "judge_oversight", before: a_nomination, ledger: "honour_steps",
        wrong: &[("text", "撤销"), ("commendation", "表彰李强"), ("kind", "withdrawal"), ("day", "2026-11-20")],
        mend: &[("kind", "decision"), ("body", "党政办")], holds: is_only_nominated, except: &[] },
    Entered { act: "urging what is no slip", judge: "judge_oversight", before: a_slip, ledger: "reminders",
        wrong: &[("text", "快办"), ("issue", "A-1"), ("day", "2026-11-20")],
        mend: &[("issue", "A-2")], holds: no_slip_is_urged, except: &[] },
    Entered { act: "disputed without a word", judge: "judge_oversight", before: nothing, ledger: "own_checks",
        wrong: &[("member", "张晓敏"), ("from", "2026-11-01"), ("to", "2026-11-20"), ("verdict", "disputed")],
        mend: &[("statement", "少记了两天")], holds: nobody_checked, except: &[] },
    Entered { act: "a fact sheet checked by somebody else", judge: "judge_oversight", before: |b| { add(b, "members", &[("name", "王芳"), ("role", "worker")]).unwrap(); }, ledger: "own_checks",
        wrong: &[("member", "王芳"), ("from", "2026-11-01"), ("to", "2026-11-20"), ("verdict", "agreed")],
        mend: &[("member", "张晓敏")], holds: nobody_checked, except: &[] },
    // Bulletins.
    Entered { act: "illness in a bulletin", judge: "judge_bulletins", before: nothing, ledger: "bulletins",
        wrong: &[("title", "简报"), ("solve", "给低保户送了米")],
        mend: &[("solve", "路灯修好了")], holds: nothing_is_signed, except: &[] },
    Entered { act: "somebody's name in a bulletin", judge: "judge_bulletins", before: nothing, ledger: "bulletins",
        wrong: &[("title", "简报"), ("solve", "王桂兰家的路灯修好了")],
        mend: &[("solve", "路灯修好了")], holds: nothing_is_signed, except: &[] },
    Entered { act: "a household's own words in a bulletin", judge: "judge_bulletins", before: told_of_income, ledger: "bulletins",
        wrong: &[("title", "简报"), ("help", "路灯好了。今年种了三亩大棚，多卖八千元。")],
        mend: &[("help", "路灯好了。")], holds: no_words_of_income_are_printed, except: &[] },
];
