//! Countries, regions and cities in names of firms. Not a gazetteer: what company names really carry. Invariant:
//! groups are separated by `|`, the words of a group name one country or its people; all folded, single words only.

/// Countries and their people.
pub(super) const PLACES: &str = "
usa us america american americas americana etatsunis сша | uk britain british england english scotland scottish wales
  welsh london kingdom | china chinese cn prc sino zhongguo 中国 中國 китай | hongkong hk hong kong 香港 | macau macao |
taiwan taiwanese roc taipei 台湾 台灣 | japan japanese nippon nihon jp tokyo osaka kyoto yokohama nagoya 日本 |
korea korean seoul busan kor | russia russian rus rossiya ru moscow moskva petersburg россия российский российская
  российское москва московский русский русская | germany german deutschland deutsche deutscher deutsches de berlin munich
  munchen hamburg frankfurt koln cologne stuttgart dusseldorf leipzig dresden nurnberg |
france french francaise francais paris lyon toulouse | italy italian italia italiana italiano milano milan roma rome
  torino | spain spanish espana espanola madrid barcelona iberica iberia | portugal portuguesa lisboa lisbon porto |
netherlands dutch nederland nederlandse holland amsterdam rotterdam | belgium belgian belgique belgie brussels bruxelles |
switzerland swiss schweiz suisse svizzera zurich geneva zug basel | austria austrian osterreich wien vienna |
sweden swedish sverige svenska stockholm goteborg | norway norwegian norge norsk oslo | denmark danish danmark dansk
  copenhagen | finland finnish suomi suomen helsinki | iceland island reykjavik | poland polish polska polski warszawa
  warsaw krakow | czech czechia ceska cesky praha prague brno | slovakia slovak slovensko bratislava |
hungary hungarian magyar magyarorszag budapest | romania romanian bucuresti bucharest | bulgaria bulgarian sofia |
greece greek hellas hellenic athens | turkey turkish turkiye turk istanbul ankara | ukraine ukrainian ukraina kyiv kiev
  украина | belarus belarusian minsk беларусь | kazakhstan kazakh almaty astana казахстан | uzbekistan tashkent |
georgia georgian tbilisi | armenia yerevan | azerbaijan baku | estonia eesti tallinn | latvia latvija riga |
lithuania lietuva vilnius | serbia beograd belgrade | croatia hrvatska zagreb | slovenia slovenija ljubljana |
bosnia | israel israeli | india indian bharat delhi mumbai bangalore bengaluru hyderabad chennai pune kolkata gurgaon
  noida | pakistan karachi lahore islamabad | bangladesh dhaka | srilanka lanka colombo | nepal | singapore sg |
malaysia malaysian kuala lumpur penang | indonesia indonesian jakarta | thailand thai bangkok | vietnam viet hanoi |
philippines filipino manila | cambodia | myanmar burma yangon | laos | mongolia | northkorea dprk pyongyang |
australia australian sydney melbourne brisbane perth | zealand auckland nz | canada canadian canadienne toronto montreal
  vancouver ontario quebec | mexico mexican mexicana mexicano | brazil brasil brazilian brasileira paulo rio janeiro |
argentina argentine buenos aires | chile chilena santiago | colombia bogota | peru peruana lima | venezuela caracas |
ecuador quito | uruguay montevideo | paraguay | bolivia | panama | cuba habana | costa rica | guatemala | dominican |
africa african | southafrica johannesburg cape | egypt egyptian cairo misr | nigeria lagos | kenya nairobi | ghana |
morocco maroc casablanca | algeria algerie | tunisia tunisie | libya | sudan | ethiopia | iran iranian tehran | iraq
  baghdad | syria syrian damascus | lebanon beirut | jordan amman | saudi arabia arabian riyadh jeddah | emirates uae
  emirati dubai abu dhabi sharjah | qatar doha | kuwait | bahrain | oman muscat | yemen | ireland irish dublin eire |
luxembourg | liechtenstein | monaco | malta maltese | cyprus cypriot nicosia limassol | europe european europa eu emea |
asia asian apac | pacific | atlantic | africa | latin latam | nordic scandinavia scandinavian | baltic | eurasia
  eurasian | cayman bermuda bvi jersey guernsey | middle | far";

/// Provinces, states and cities, each for itself.
pub(super) const SINGLE: &str = "
shenzhen beijing shanghai guangzhou hangzhou zhejiang jiangsu guangdong chengdu sichuan nanjing wuhan hubei xian
tianjin chongqing suzhou dongguan xiamen fujian fuzhou ningbo qingdao shandong jinan dalian shenyang zhuhai huizhou
zhongshan foshan hefei anhui changsha hunan zhengzhou henan wuxi changzhou kunshan hebei shijiazhuang taiyuan shanxi
shaanxi jilin changchun harbin heilongjiang liaoning guizhou guiyang yunnan kunming guangxi nanning hainan haikou
gansu lanzhou xinjiang urumqi ningxia qinghai tibet lhasa mongolia inner quanzhou wenzhou jiaxing shaoxing yangzhou
nantong hsinchu kaohsiung taichung kowloon kwai chung wan chai tsuen
alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii hawaiian idaho illinois indiana
iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
nevada hampshire jersey carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia
washington wisconsin wyoming york boston chicago dallas denver houston seattle atlanta miami francisco angeles diego
austin philadelphia detroit portland cambridge oxford manchester birmingham bristol leeds edinburgh glasgow
belfast cardiff siberia ural tatarstan kazan novosibirsk yekaterinburg samara perm crimea sevastopol donetsk luhansk
kharkiv odessa lviv minsk bavaria bayern hessen saxony sachsen nrw westfalen catalonia catalunya lombardia
east eastern west western north northern south southern central city";
