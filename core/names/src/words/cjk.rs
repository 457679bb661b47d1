//! Words inside names that are written without spaces. Not a segmenter: it peels places off the front, and generic
//! words and legal forms off the end, because that is how such names are built. Invariant: tables hold folded words.

use std::sync::LazyLock;

use crate::ends::Ends;
use crate::legal;
use crate::script::Script;
use crate::tokens::TokenClass;

/// Cuts a word of Han, kana or Hangul into parts with their classes, in order; `None` if nothing can be peeled off.
pub(crate) fn parts(word: &str) -> Option<Vec<(&str, TokenClass)>> {
    if !word.chars().any(|c| Script::of(c).is_unspaced()) {
        return None;
    }
    let mut head = Vec::new();
    let mut tail = Vec::new();
    let mut rest = word;
    loop {
        if let Some((before, form)) = legal::unspaced_suffix(rest) {
            tail.push((form, TokenClass::LegalForm));
            rest = before;
        } else if let Some((before, word)) = suffix(rest) {
            tail.push((word, TokenClass::Generic));
            rest = before;
        } else {
            break;
        }
    }
    loop {
        if let Some((form, after)) = legal::unspaced_prefix(rest) {
            head.push((form, TokenClass::LegalForm));
            rest = after;
        } else if let Some((place, after)) = prefix(rest) {
            head.push((place, TokenClass::Place));
            rest = after;
        } else {
            break;
        }
    }
    if head.is_empty() && tail.is_empty() {
        return None;
    }
    if !rest.is_empty() {
        head.push((rest, TokenClass::Distinctive));
    }
    head.extend(tail.into_iter().rev());
    Some(head)
}

/// Every generic word and place that is peeled off.
pub(crate) fn known() -> impl Iterator<Item = &'static str> {
    GENERIC.split_whitespace().chain(PLACES.split_whitespace())
}

fn suffix(rest: &str) -> Option<(&str, &str)> {
    let word = GENERIC_ENDS.suffix(rest)?;
    rest.split_at_checked(rest.len().checked_sub(word.len())?)
}

fn prefix(rest: &str) -> Option<(&str, &str)> {
    let place = PLACE_ENDS.prefix(rest)?;
    let after = rest.strip_prefix(place)?;
    let ward = after.chars().next().filter(|c| matches!(c, '市' | '省')).map_or(0, char::len_utf8);
    rest.split_at_checked(place.len() + ward)
}

static GENERIC_ENDS: LazyLock<Ends> = LazyLock::new(|| Ends::of(GENERIC.split_whitespace()));
static PLACE_ENDS: LazyLock<Ends> = LazyLock::new(|| Ends::of(PLACES.split_whitespace()));

const GENERIC: &str = "集团 集團 控股 技术 技術 科技 通讯 通訊 通信 电子 電子 数字 數字 信息 資訊 资讯 网络 網絡 網路 软件 軟件 软体 \
    安全 系统 系統 工业 工業 实业 實業 企业 企業 国际 國際 贸易 貿易 发展 發展 投资 投資 智能 智慧 云 雲 计算 計算 计算机 电脑 電腦 设备 \
    設備 终端 機器 机器 制造 製造 研究所 研究院 实验室 實驗室 服务 服務 产业 產業 电器 電器 半导体 半導體 光电 光電 电气 電氣 能源 \
    分公司 子公司 中心 工程 咨询 諮詢 商贸 进出口 物流 医疗 汽车 航空 航天 \
    セキュリティ システム システムズ テクノロジー テクノロジーズ ネットワーク ラボ グループ ソリューション ソリューションズ サービス \
    ホールディングス ジャパン 工業 製作所 研究所 商事 産業 電機 電気 情報 ソフトウェア \
    전자 통신 기술 테크놀로지 시스템 시스템즈 그룹 산업 소프트웨어 네트웍스 코리아 연구소 정보 보안";

const PLACES: &str = "中国 中國 北京 上海 深圳 广州 廣州 杭州 浙江 江苏 江蘇 广东 廣東 成都 四川 南京 武汉 武漢 湖北 西安 天津 重庆 重慶 \
    苏州 蘇州 东莞 東莞 厦门 廈門 福建 福州 宁波 寧波 青岛 青島 山东 山東 济南 大连 大連 沈阳 珠海 惠州 中山 佛山 合肥 安徽 长沙 湖南 \
    郑州 河南 无锡 常州 昆山 河北 香港 台湾 台灣 台北 日本 東京 大阪 韩国 美国 한국 서울 日本国";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    #[test]
    fn peeled() {
        fn check(word: &str, expect: &str) {
            let got = parts(fold(word).text()).map(|parts| {
                parts.iter().map(|(word, class)| format!("{word}:{class:?}")).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(got.unwrap_or_default(), expect, "{word}");
        }
        check("华为技术有限公司", "华为:Distinctive 技术:Generic 有限公司:LegalForm");
        check(
            "杭州海康威视数字技术股份有限公司",
            "杭州:Place 海康威视:Distinctive 数字:Generic 技术:Generic 股份有限公司:LegalForm",
        );
        check("株式会社カスペルスキー", "株式会社:LegalForm カスペルスキー:Distinctive");
        check("卡巴斯基实验室", "卡巴斯基:Distinctive 实验室:Generic");
        check("주식회사카스퍼스키", "주식회사:LegalForm 카스퍼스키:Distinctive");
        check("有限公司", "有限公司:LegalForm");
        check("华为", "");
        check("kaspersky", "");
    }

    #[test]
    fn tables_are_folded() {
        for word in GENERIC.split_whitespace().chain(PLACES.split_whitespace()) {
            assert_eq!(fold(word).text(), word);
        }
    }
}
