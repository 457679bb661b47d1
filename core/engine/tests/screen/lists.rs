//! Lists that several tables share: the vendors of section 889 and section 1634 with a rule on each.

/// Vendors with names, aliases, brands and identifiers, and one rule on all of them.
pub const KNOWN: &str = r#"
version = 1
title = "Known vendors"
time-zone = "UTC"

[vendor.kaspersky]
name = "AO Kaspersky Lab"
aliases = ["Kaspersky Lab", "Kaspersky Lab, Inc.", "Kaspersky Labs Limited", "OOO Kaspersky Group", "АО «Лаборатория Касперского»", "Касперский", "卡巴斯基实验室", "カスペルスキー"]
brands = ["Kaspersky", "Касперский"]
identifiers = { domain = ["kaspersky.com"], cpe-vendor = ["kaspersky", "kaspersky_lab"], purl = ["pkg:npm/%40kaspersky/*"] }

[vendor.huawei]
name = "Huawei Technologies Co., Ltd."
aliases = ["Huawei Device Co., Ltd.", "Huawei Investment & Holding Co., Ltd.", "华为技术有限公司"]
brands = ["Huawei"]
identifiers = { cpe-vendor = ["huawei"] }

[vendor.zte]
name = "ZTE Corporation"
aliases = ["中兴通讯股份有限公司"]
brands = ["ZTE"]

[vendor.hikvision]
name = "Hangzhou Hikvision Digital Technology Co., Ltd."
aliases = ["Hikvision USA Inc.", "杭州海康威视数字技术股份有限公司"]
brands = ["Hikvision"]

[vendor.dahua]
name = "Zhejiang Dahua Technology Co., Ltd."
aliases = ["Dahua Technology Company", "浙江大华技术股份有限公司"]
brands = ["Dahua"]
identifiers = { cpe-vendor = ["dahuasecurity"] }

[vendor.hytera]
name = "Hytera Communications Corporation"
aliases = ["Hytera Communications Corporation Limited", "海能达通信股份有限公司"]
brands = ["Hytera"]

[authority]
house = { title = "House rule", force = "house-rule", status = [{ is = "in-force", from = 2020-01-01 }] }

[rule]
all = { authority = "house", vendors = ["kaspersky", "huawei", "zte", "hikvision", "dahua", "hytera"] }
"#;
