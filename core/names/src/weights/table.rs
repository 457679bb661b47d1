//! How many names of the background have a word, as derived by `UPDATE=1 cargo test -p debar-names weights`
//! from the IEEE OUI Public Listing (no copyright asserted by IEEE): words and counts only, no name. Not edited by
//! hand. Invariant: a word stands in one level; words in fewer than three names are left out.

/// Twice the binary logarithm of the number of names, rounded down, and the words, most frequent first.
#[rustfmt::skip]
pub(super) const LEVELS: &[(u16, &str)] = &[
    (
        23,
        "technology",
    ),
    (
        20,
        "electronics system",
    ),
    (
        19,
        "network",
    ),
    (
        18,
        "communications shenzhen",
    ),
    (
        17,
        "and",
    ),
    (
        16,
        "international",
    ),
    (
        15,
        "beijing computer digital electrical group industry information solution telecommunications",
    ),
    (
        14,
        "control data engineering product shanghai wireless",
    ),
    (
        13,
        "automation development industrial instrument intelligent laboratory mobile research security usa",
    ),
    (
        12,
        "advanced com design device enterprise equipment hangzhou hongkong innovation japan micro of \
         power science semiconductor service software",
    ),
    (
        11,
        "c china d e global guangzhou i imaging manufacturing media medical microsystems optical t the \
         video vision",
    ),
    (
        10,
        "a access audio broadband center chengdu computing de division energy europe general germany \
         hitachi holding india institute integrated korea link logic microelectronics multimedia nanjing \
         new r s scientific siemens star taiwan uk",
    ),
    (
        9,
        "abb applied asia australia automotive business canada dba dongguan embedded fujian guangdong \
         high home internet iot it jiangsu lighting m machinery one pacific precision radio storage \
         suzhou technical und universal world wuhan xiamen zhejiang",
    ),
    (
        8,
        "alcatel allied associates b bosch branch chongqing cloud co consulting diagnostics display \
         dynamics france g healthcare hi honeywell huizhou id informatics ip italy l management microwave \
         motion national nec north open panasonic philips photonics rf robotics samsung signal silicon \
         sweden tek tianjin time trading tv united university wuxi",
    ),
    (
        7,
        "aerospace alpha application bell blue brazil cambridge circuit city components concepts connect \
         creative cyber defense delta denki entertainment fiber first for fujitsu fur gaming ge h hunan \
         in instrumentation integration interactive interface k lg lucent monitoring motorola ningbo on \
         online optronics peripherals piece plus point qingdao sichuan singapore sound source space \
         standard switzerland tec thales toshiba transport w water works zhuhai",
    ),
    (
        6,
        "acoustics adc ai air alliance appliance association atlanta atlantic austria aviation avionics \
         belgium best broadcast building cable central cheng chip commerce company connectivity consumer \
         continental core da datacom datentechnik denmark do eagle east em emerson ericsson factory fast \
         fusion gateway generation giga green health hefei hisense hyundai ic ieee io j jabil lan lenovo \
         life light line lite magic marine marketing matrix measurement memory messtechnik meter metering \
         mitsubishi netcom next nokia nordic office optoelectronic p packet partner performance phoenix \
         pro process production quantum red resources robert sa safety satellite schneider sensor server \
         shandong shen shi sk sky society solar sony spectrum sun super supply systemtechnik tcl \
         telematics telesis television test thailand thomas thomson top tri u ultra union v valley wave \
         western win wistron x xian y zealand zhen zhongshan",
    ),
    (
        5,
        "acer action active adaptive advantage all alta apex appliances at atlas automacao automatic av \
         bay belden blu brand bridge by byte care century commercial concept connected consortium dalian \
         danfoss dasan datang denshi department diamond direct dr drs dynamic elecom engine f fa far fei \
         finland fire fisher flextronics flow flying focus forum foundation future galaxy gn grand grid \
         hai haier hardware house ing inventec israel king kontron kunshan laser links logitech magnetic \
         marconi matsushita mega mercury microcomputer microsoft modular music n netherlands newland o \
         optoelectronics parker payment pivotal planet platform prime processing professional project q \
         quest railway real sage sanyo sat sea shin smc solid stream studio support sz team terminal \
         texas thermo tool total trend vertrieb view virtualization vtech way welding werke west wi xin z",
    ),
    (
        4,
        "3d abloy accel ace acoustic add advance advantech aes ag agile alarm amazonia analog anhui \
         antenna apollo ark art as ascom assa ati aurora automated bae benchmark berkeley bio biometric \
         bird boeing broad bureau byd california camera canon car card castle cctv ce chain chang \
         changshu changzhou chemical chi chung circuits cisco cm cms code cogent compal compass \
         computertechnik comtech conrad convergence conversion cor coral corporate coship cp cray create \
         cross crypto cs cube curtiss custom cybernetics cypress datacomm dedicated dell digitais \
         digitech displays distributed document dragon drives ds eastern easy eaton edge edition \
         education ee electronik elektronische elements elite elster ems en encore engineers \
         environmental ethernet express fitness force four fraunhofer frontier fu fuel fuji giken golden \
         good great gyr han hannifin harman harmonic hill hills hirschmann hon hua huawei hughes human \
         hungary hunter hwa ibm icomm idea ims infinite infinity infocomm infotech infrared inspur intel \
         inter interconnect intracom iris isdn jiangxi jin jiuzhou johnson jung key kogyo kt kyocera \
         kyung landis lava lea leader led leica level li linear linx liteon logical logistics long low \
         lsi lt luxshare magna magneti malaysia maple maquet marelli martin master material matic max \
         mechatronics mesa meta mexico mi micron micronet microtech midas mining mission mitac module \
         monitors motor mountain mrv msa mti nebula neo netcore newport nexus northwest nti ntt nv nxp \
         ocean olivetti omega omni omron operations orange orient oriental orion oxford packard palm \
         panda personal phase photon pi pico pixel pl planning plant pos positron post printing \
         protection pulse quanta rad radiant rail raster ray recorder reliance remote renesas resource \
         retail ricoh river rock rosemount saab sae safe sales san satcom scale se seiko seisakusho sense \
         sensing sensors sercomm shaanxi shan shenyang si sierra sigma silver simcom simple skyworth sm \
         smt spain special spectra square ss stanford steel strong sumitomo summit sunrise surveillance \
         synapse synergy systemhaus tactical tadiran taiyo tandberg tc td te technicolor technics \
         technolgies tel tele teledyne telematica tellabs temic ten terminals things tian tianyi titan \
         toko tong tongfang touch toyo tp track traffic trans transmission trimble tsinghua tsushin valeo \
         visteon vodafone voice ware wei well white will wind wingtech wire wise woori work working \
         wright xiaomi yi ying young yu zebra zf zhong zhou",
    ),
    (
        3,
        "3com 3m abit ac act actia ad adb adept ads aim alfa along alps alstom altec altos amazon amber \
         an analysis analytical antriebstechnik api apogee arista asahi asp aspect astro atech athena \
         august automationstechnik avc avery axion axis azurewave bachmann bank bauer becker bee belkin \
         biomedical bit bizlink boca boston bosung br bright broadcasting broadcom brother bt bull cache \
         cameo carl carlo carrier cas cash casio cc cec cellular ch changhong charles chase chips chipsea \
         chuang cinema cis citel climate clover cnc cns coherent color committee commtech compex \
         computersysteme comtec con conditioning connection corporation cosmo costar creation creator \
         critical crystal cts cubic dacom daewoo daiichi daq datalogic david denso dental desay detection \
         dg di dialog diehl digitel discovery distribution dolphin domain double douglas dream dsp echo \
         eclipse edmi edv ego el eletronics elevator elma eltex emc ensemble eos eq ereneben eta \
         eurotherm expert export extreme eye farm feitian feng fenglian fi ficosa fischer flaircomm \
         flight flir ford formosa fortune forward foxconn fujikura full game gavazzi gebr genexis genius \
         ges giant gigabit gionee glory goertek goldstar graphics greatwall gsi guizhou h3c hamilton hana \
         hansung hanyang hard harris harting hd he heavy hella hengtong hewlett hightech homecare horizon \
         hs hsing huaqin huaqinworld hui hydro ibt ice icm icon icp ie iec il imi import independent \
         indigo indonesia industrielle ingenico ingenieurbuero innova innovision instrumente intercom \
         interlink internation investment ion iq ireland is itc iton itron its jade jc jinan kai kawasaki \
         kisan kokusai kollmorgen kongsberg ktc kyowa kyushu la lambda lear lee legrand license litton \
         lntelligent longcheer lucid lynx man mannesmann marking match mate maxlinear mechanics mei men \
         meridian metal metro mettler meyer microlink middle mind mindray minds mirae mitel mitron mmc \
         moog ms msc mueller multiplex nascent netcomm netpower netronix nexgen niigata nimbus nissin nl \
         nortel northern northstar norway nova novus nst nucom objetivos oem olympus oneplus option \
         optronic orbit overseas overture owl oy pac pace pal pan pantech paradigm paradox paragon park \
         partnership path peak peerless perception phone plexus powercom princeton printer prism proware \
         pyramid qing quality quasar racal rain raisecom rapid raptor raytheon reach reality rftech rgb \
         ridge ring road roche ross rubber sanmina sbs scan schlumberger scitex scope screen sei seiki \
         semindia semptian sentec sharp shenzhenshi shidai shine shiyuan shuttle silex simulation sirius \
         sma smartchip solectron sonic sonicwall south southern soyo sp spa st stage stanley starlight \
         start sung sunny supernet sva switchgear switching syntech systec tac tag tai tdk technica \
         technoligy techwin telechips telecomunicacion telemetry tem teracom testing textile thyssenkrupp \
         toledo tomtom topcon topview tps tpv training trio triple tron trumpf trust ttc tyco ubiquitous \
         uei unified unisys up user utstarcom valor ve vector verizon vertex via viking village vista \
         vitec voltage vr vs vt watch wide winner wiz xerox xia xirrus york yuden zenith zero zhengzhou \
         zhongke zowee",
    ),
];
