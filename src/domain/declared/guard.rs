//! How carefully a field of the group's own is shown at the least: what is
//! somebody's number, or tells of his health or aid, is guarded without anybody
//! having to think of it (domain.md §4.2 rules 8, 9; 个保法 28, 51).

use crate::domain::{
    field::{Field, Kind, Privacy},
    labels,
    roster::{households, residents},
    wording::Wording,
};

/// The privacy that a kind of field has by itself (domain.md §4.2 rule 8).
pub fn of_kind(kind: &Kind) -> Privacy {
    match kind {
        Kind::Phone => Privacy::Personal,
        Kind::IdNumber => Privacy::Sensitive,
        Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Int
        | Kind::Money
        | Kind::Bool
        | Kind::Date
        | Kind::Lunar
        | Kind::Instant
        | Kind::Choice(_)
        | Kind::Ref(_) => Privacy::Open,
    }
}

/// The least privacy of a field, whatever its declaration says.
pub fn least(field: &Field) -> Privacy {
    let title = &field.title.zh;
    if labels::is_private_column(title) {
        return Privacy::Sensitive;
    }
    let by_title = match field.kind {
        Kind::Text if labels::is_phone_column(title) => Privacy::Personal,
        // Several lines are masked as a whole or not at all.
        Kind::LongText if labels::is_phone_column(title) => Privacy::Sensitive,
        // How many there are is nobody's number.
        Kind::Int if labels::is_phone_column(title) && !title.contains(['数', '次']) => Privacy::Sensitive,
        Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Money
        | Kind::Bool
        | Kind::Date
        | Kind::Lunar
        | Kind::Instant
        | Kind::Choice(_)
        | Kind::Ref(_) => Privacy::Open,
    };
    by_title.max(of_kind(&field.kind))
}

/// Raises a field to what it is at the least, and says what for where nobody
/// did; a text that holds telephone numbers is read as one of them, so that
/// they are masked as all are.
pub fn raise(field: &mut Field) {
    raise_to(field, least(field));
    if matches!(field.kind, Kind::Text) && labels::is_phone_column(&field.title.zh) {
        field.kind = Kind::Phone;
    }
}

/// Whether fields tell of people: one of them refers to a resident or a household.
pub fn tell_of_people(fields: &[Field]) -> bool {
    let people = [residents::ID, households::ID];
    fields.iter().any(|field| matches!(&field.kind, Kind::Ref(to) if people.contains(&to.as_str())))
}

/// Raises money of a ledger that tells of people: what somebody has or gets.
pub fn raise_money(field: &mut Field) {
    if matches!(field.kind, Kind::Money) {
        raise_to(field, Privacy::Sensitive);
    }
}

fn raise_to(field: &mut Field, least: Privacy) {
    if field.privacy < least {
        field.privacy = least;
        if field.purpose.is_none() {
            field.purpose = Some(Wording::new(
                "工作需要时核对、联系本人",
                "to reach the person and check, where the work needs it",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_health_and_their_money_are_guarded_by_themselves() {
        for (title, kind, wanted) in [
            ("电话", Kind::Phone, Privacy::Personal),
            ("证件", Kind::IdNumber, Privacy::Sensitive),
            ("身份证号", Kind::Text, Privacy::Sensitive),
            ("患病情况", Kind::Text, Privacy::Sensitive),
            ("低保等级", Kind::Text, Privacy::Sensitive),
            ("民族", Kind::Text, Privacy::Sensitive),
            ("政治面貌", Kind::Text, Privacy::Sensitive),
            ("用药情况", Kind::LongText, Privacy::Sensitive),
            ("联系号码", Kind::Text, Privacy::Personal),
            ("联系电话", Kind::LongText, Privacy::Sensitive),
            ("联系电话", Kind::Int, Privacy::Sensitive),
            ("电话数量", Kind::Int, Privacy::Open),
            ("电话通知到位", Kind::Bool, Privacy::Open),
            ("病虫害防治", Kind::Text, Privacy::Open),
            ("名称", Kind::Text, Privacy::Open),
        ] {
            let mut field = Field::new(16, "a", title, "", kind);
            raise(&mut field);
            assert_eq!(
                (field.privacy, field.purpose.is_some()),
                (wanted, wanted != Privacy::Open),
                "{title}"
            );
        }
        let mut number = Field::new(16, "tel", "联系号码", "", Kind::Text);
        raise(&mut number);
        assert_eq!(number.kind, Kind::Phone);
        let mut money = Field::new(17, "worth", "金额", "", Kind::Money);
        let who = Field::new(18, "who", "人", "", Kind::Ref("residents".to_owned()));
        assert!(!tell_of_people(std::slice::from_ref(&money)) && tell_of_people(&[money.clone(), who]));
        raise_money(&mut money);
        assert_eq!(money.privacy, Privacy::Sensitive);
    }
}
