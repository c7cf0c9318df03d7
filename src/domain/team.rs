//! The work group, its members, its laptops, and who looked at what.

/// The group itself: one record.
pub mod group {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// The work group and the community it was sent to (domain.md A5, A13).
        "group" ("工作组", "Work group") Card;
        NAME = 16 "name" ("工作组名称", "Group name") Kind::Text => required();
        COMMUNITY = 17 "community" ("社区", "Community") Kind::Text;
        REVISIT_DAYS = 40 "revisit_days" ("几天内不重复走访", "Days between visits") Kind::Int;
        COMPLAINTS = 18 "complaints" ("投诉举报途径", "Complaints to") Kind::Text;
    }
}

/// The people sent down.
pub mod members {
    use crate::domain::field::{Kind, Search};

    /// Every name that a card ever bore; made on reading, and stored nowhere.
    pub const NAMES: u16 = 0x3FF0;
    /// Every unit that a card ever bore; made on reading, and stored nowhere.
    pub const UNITS: u16 = 0x3FF1;

    crate::ledger! {
        /// The members of the work group (domain.md A5–A7).
        "members" ("组员", "Members") Card;
        NAME = 16 "name" ("姓名", "Name") Kind::Name
            => required().search(Search::Name).column(10).import(&["姓名", "组员姓名", "干部姓名"]);
        ROLE = 17 "role" ("职责", "Role") Kind::choices(&[
            ("lead", "组长", "lead"),
            ("worker", "组员", "worker"),
            ("overseer", "督查", "overseer"),
            ("reader", "只读", "reader"),
        ]) => column(6).import(&["职责", "角色"]);
        UNIT = 18 "unit" ("单位", "Unit") Kind::Text => search(Search::Text).column(20).import(&["单位", "所在单位", "工作单位"]);
        PHONE = 19 "phone" ("联系电话", "Phone") Kind::Phone
            => personal().search(Search::Tail).column(13).import(&["联系电话", "手机", "手机号码", "电话"])
            .purpose("组内联系；告诉反映人经办人怎么找", "within the group, and for who asked");
        CONTACT = 40 "contact" ("对外联系方式", "Public contact") Kind::Text => import(&["对外联系方式", "工作电话", "服务联系电话"]);
        POSTED = 20 "posted" ("驻点小组", "Posted at") Kind::Ref("neighbourhoods".to_owned()) => many();
    }
}

/// The laptops of the group.
pub mod peers {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// One installation of the program each; the id follows from its signing key.
        "peers" ("电脑", "Laptops") Card;
        LETTER = 16 "letter" ("代号", "Letter") Kind::Text => automatic().column(4);
        MEMBER = 17 "member" ("使用人", "Used by") Kind::Ref("members".to_owned()) => automatic().column(10);
        KEY = 18 "key" ("签名公钥", "Verifying key") Kind::Text => automatic();
        MEMBERSHIP = 19 "membership" ("身份", "Membership") Kind::Text => automatic();
        SUCCEEDS = 20 "succeeds" ("接替", "Succeeds") Kind::Text => automatic();
        RECIPIENT = 21 "recipient" ("加密公钥", "Sealing key") Kind::Text => automatic();
        INVITATION = 22 "invitation" ("邀请", "Invitation") Kind::Ref("invitations".to_owned()) => automatic();
        PROOF = 23 "proof" ("邀请凭证", "Proof of invitation") Kind::Text => automatic();
    }
}

/// Invitations that were written, each for one laptop.
pub mod invitations {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// The letter an invitation holds free, until when it is good, and who came by it.
        "invitations" ("邀请", "Invitations") Card;
        LETTER = 16 "letter" ("代号", "Letter") Kind::Text => automatic().column(4);
        UNTIL = 17 "until" ("有效至", "Good until") Kind::Date => automatic().column(10);
        KEY = 18 "key" ("凭证公钥", "Verifying key") Kind::Text => automatic();
        USED = 19 "used" ("已加入", "Joined by") Kind::Ref("peers".to_owned()) => automatic().column(10);
    }
}

/// Keys of the group that were drawn since it was founded.
pub mod group_keys {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// One key for one laptop, sealed to that laptop's own key.
        "group_keys" ("组密钥", "Group keys") Card;
        NAME = 16 "name" ("密钥", "Key") Kind::Text => automatic();
        FOR = 17 "for" ("给", "For") Kind::Ref("peers".to_owned()) => automatic();
        SEALED = 18 "sealed" ("密文", "Sealed") Kind::Text => automatic();
        WITHOUT = 19 "without" ("不给", "Kept from") Kind::Text => automatic();
    }
}

/// Who looked at personal information, and why.
pub mod accesses {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// Every unmasking, with its reason (domain.md §4.1, 个保法 51; §4.2 rule 8).
        "accesses" ("查看记录", "Access log") Entry;
        REASON = 16 "reason" ("理由", "Reason") Kind::Text => automatic().column(30);
        AT = 17 "at" ("时间", "When") Kind::Instant => automatic().column(16);
        BY = 18 "by" ("查看人", "Who") Kind::Ref("members".to_owned()) => automatic().column(10);
        RECORD = 19 "record" ("对象", "Record") Kind::Ref(String::new()) => automatic().column(10);
        SCOPE = 20 "scope" ("范围", "Scope") Kind::Text => automatic().column(20);
    }
}
