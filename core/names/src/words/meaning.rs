//! Generic words and places of other scripts in English, so that a native name meets the English one word by word.
//! Not a dictionary. Invariant: groups are separated by `|`; the first word of a group is the English word that stands
//! for its group in the tables of generic words and places; all folded.

/// The groups.
pub(super) const WORDS: &str = "
technology технология технологии технологий 技术 技術 科技 テクノロジー テクノロジーズ 기술 테크놀로지 |
communications коммуникации связь связи 通讯 通訊 通信 통신 | group группа групп 集团 集團 グループ 그룹 |
holding холдинг холдинги 控股 ホールディングス | laboratory лаборатория лаборатории лаб 实验室 實驗室 ラボ |
system системы система систем 系统 系統 システム システムズ 시스템 시스템즈 | electronics электроника 电子 電子 전자 |
digital 数字 數字 | information информационные информационных 信息 資訊 资讯 情報 정보 |
network сети сеть 网络 網絡 網路 ネットワーク 네트웍스 | software 软件 軟件 软体 ソフトウェア 소프트웨어 |
security безопасность безопасности 安全 セキュリティ 보안 | industry промышленность 工业 工業 实业 實業 产业 產業 産業 산업 |
enterprise предприятие 企业 企業 | international 国际 國際 | trading торговый торговля торговая 贸易 貿易 商贸 商事 |
development 发展 發展 | investment 投资 投資 | intelligent 智能 智慧 | cloud 云 雲 | computing 计算 計算 |
computer 计算机 电脑 電腦 | equipment 设备 設備 | terminal 终端 терминал | manufacturing 制造 製造 производство |
research 研究所 研究院 연구소 | service сервис услуги 服务 服務 サービス | electrical 电气 電氣 电器 電器 電気 |
semiconductor 半导体 半導體 | optronics 光电 光電 | energy энергия 能源 | center центр 中心 | engineering 工程 |
consulting 咨询 諮詢 | logistics 物流 | medical 医疗 | automobile 汽车 | aviation 航空 | aerospace 航天 |
institute институт | company компания компании | solution ソリューション ソリューションズ |
import 进出口 | plant завод | camera камера | antivirus антивирус | license лицензия |
china 中国 中國 | hongkong 香港 | taiwan 台湾 台灣 | japan 日本 日本国 ジャパン | korea 韩国 한국 코리아 | usa 美国 сша |
russia россия российский российская российское русский русская москва московский |
beijing 北京 | shanghai 上海 | shenzhen 深圳 | guangzhou 广州 廣州 | hangzhou 杭州 | zhejiang 浙江 |
jiangsu 江苏 江蘇 | guangdong 广东 廣東 | chengdu 成都 | sichuan 四川 | nanjing 南京 | wuhan 武汉 武漢 | hubei 湖北 | xian 西安 |
tianjin 天津 | chongqing 重庆 重慶 | suzhou 苏州 蘇州 | dongguan 东莞 東莞 | xiamen 厦门 廈門 | fujian 福建 | fuzhou 福州 |
ningbo 宁波 寧波 | qingdao 青岛 青島 | shandong 山东 山東 | jinan 济南 | dalian 大连 大連 | shenyang 沈阳 | zhuhai 珠海 |
huizhou 惠州 | zhongshan 中山 | foshan 佛山 | hefei 合肥 | anhui 安徽 | changsha 长沙 | hunan 湖南 | zhengzhou 郑州 | henan 河南 |
wuxi 无锡 | changzhou 常州 | kunshan 昆山 | hebei 河北";
