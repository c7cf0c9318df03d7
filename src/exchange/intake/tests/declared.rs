//! Sheets of the long tail, with the headers that offices give them.

use super::*;

/// What of a line is shown afterwards, by field.
type Told = &'static [(&'static str, &'static str)];

/// A sheet as an office keeps it, its header and one line: ledger, text, and what is told.
const SHEETS: [(&str, &str, Told); 9] = [
    (
        "enterprises",
        "序号,企业名称,行业类别,企业地址,联系人,手机\n1,禾穗纺织,纺织,纬二路 8 号,赵敏,13900000001\n",
        &[("name", "禾穗纺织"), ("industry", "纺织"), ("contact", "赵敏")],
    ),
    (
        "jobs",
        "用人单位,招聘工种,招聘人数,薪资,任职要求,优先录用,截止日期\n禾穗纺织,缝纫工,8,3800 元以上,会平缝机,零就业家庭,2026.12.1\n",
        &[
            ("post", "缝纫工"),
            ("enterprise", "禾穗纺织"),
            ("headcount", "8"),
            ("priority", "零就业家庭"),
            ("open_until", "2026-12-01"),
        ],
    ),
    (
        "policies",
        "政策名称,发文字号,发文单位,适用对象,补贴标准,办理地点,有效期至\n社保补贴,禾人社 3 号,区人社局,就业困难人员,按缴费一部分,社区窗口,2026年12月31日\n",
        &[
            ("name", "社保补贴"),
            ("number", "禾人社 3 号"),
            ("for_whom", "就业困难人员"),
            ("valid_to", "2026-12-31"),
        ],
    ),
    (
        "trainings",
        "培训项目,培训机构,开始日期,计划人数,讲师\n电工班,技校,2026-10-01,25,周老师\n",
        &[("topic", "电工班"), ("organiser", "技校"), ("from", "2026-10-01"), ("seats", "25")],
    ),
    (
        "leaves",
        "姓名,假别,请假事由,开始日期,结束日期,请假天数\n张晓敏,事假,接孩子,2026-10-12,2026-10-12,1 天以内\n",
        &[("member", "张晓敏"), ("kind", "事假"), ("from", "2026-10-12"), ("length", "1 天以内")],
    ),
    (
        "meals",
        "就餐日期,地点,就餐人员,伙食标准,伙食费,交费时间,收据号\n2026-10-01,社区食堂,张晓敏,15,15.00,2026-10-01,S-7\n",
        &[("place", "社区食堂"), ("rate", "15 元"), ("paid", "15 元"), ("receipt", "S-7")],
    ),
    (
        "meetings",
        "会议名称,会议类别,时间,会议地点,主持,到会人数,会议内容\n动员会,动员会,2026-09-01,礼堂,张晓敏,86,讲任务\n",
        &[("name", "动员会"), ("kind", "动员会"), ("chair", "张晓敏"), ("count", "86"), ("points", "讲任务")],
    ),
    (
        "donations",
        "日期,捐赠单位,是否匿名,形式,捐款金额,接受单位,收据号,用途\n2026-08-20,禾穗纺织,否,资金,516万元,慈善总会,P-98,助学\n",
        &[("donor", "禾穗纺织"), ("amount", "5,160,000 元"), ("recipient", "慈善总会"), ("cause", "助学")],
    ),
    (
        "slogans",
        "内容,张贴地点,悬挂日期,到期日期\n有事好商量,三组路口,2026-09-01,2026-11-01\n",
        &[("text", "有事好商量"), ("place", "三组路口"), ("take_down", "2026-11-01")],
    ),
];

#[test]
fn headers_that_offices_use_are_known() {
    let (_folder, mut bench) = bench();
    for (ledger, sheet, told) in SHEETS {
        let report = take(&mut bench, &csv(sheet), ledger);
        assert_eq!(counts(&report), [1, 0, 0, 0, 0], "{ledger}: {report:?}");
        let row = only(&bench, ledger);
        for (key, shown) in told {
            let field = bench.ledger(ledger).unwrap().field_by_key(key).unwrap();
            let value = row.one(field.tag).unwrap_or_else(|| panic!("{ledger}.{key} is empty"));
            assert_eq!(bench.show(field, value, Lang::Zh), *shown, "{ledger}.{key}");
        }
    }
}

#[test]
fn a_line_that_breaks_a_rule_of_its_ledger_is_refused() {
    let (_folder, mut bench) = bench();
    // A donor who wishes to stay unnamed is named; leave is longer than its approval.
    let named =
        "日期,捐赠单位,是否匿名,形式,捐款金额,接受单位,用途\n2026-08-20,某先生,是,资金,5000,慈善总会,助学\n";
    assert_eq!(fates(&take(&mut bench, &csv(named), "donations")), ["refused"]);
    let long =
        "姓名,假别,请假事由,开始日期,结束日期,请假天数\n张晓敏,事假,接孩子,2026-10-12,2026-10-15,1 天以内\n";
    assert_eq!(fates(&take(&mut bench, &csv(long), "leaves")), ["refused"]);
    assert!(bench.standing("donations").unwrap().is_empty() && bench.standing("leaves").unwrap().is_empty());
}
