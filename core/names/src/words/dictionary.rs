//! Common words that are also brands. Not a spelling list: short everyday words, colours, animals, given names and
//! family names that turn up in free text without meaning a firm. Invariant: folded.

/// The words, separated by white space.
pub(super) const WORDS: &str = "
able about above accent accord ace acorn act action acute add admiral adobe adventure agile aim alert alibaba alias
alien alley alliance allied ally aloe alpha alpine alt amazon amber ambition ample anchor angel animal ant antenna apex
apollo apple april aqua arc arch archer arctic arena argo argon argus ark armor arrow ash aspect aspen aspire aster
astra astro atlas atom attack aurora auto avalanche avenue award axe axis azure baby back badge badger bag balance ball
bamboo banana band banner bar bark base basic basil basin basket bat bay beach beacon bean bear beat beauty beaver bed
bee bell belt bench berry best beta bid big bike bird bishop bit black blast blaze bliss block bloom blossom blue bold
bolt bond bone bonus book boost boot border boss bottle bow bowl box boy brain branch brand brave bread break breeze
brick bridge bright brilliant brook brother brown brush bubble buck bucket buffalo bull burn bush butter button cactus
cake call camel camp canal candle candy canyon cap capital captain car caravan carbon card cargo carrier cart case
castle cat catalyst cave cedar cell century chain chalk challenge champion chance change channel chaos charm chart chase
check cherry chess chest chicken chief child choice chrome cipher circle citadel citizen citrus city clarity classic
claw clay clean clear clever cliff climb clip clock close cloth clover coach coal coast cobalt cobra coconut coffee coin
cold comet compass concord condor copper coral cord corn corner cosmos cotton counter country courage cover cow coyote
crab craft crane crater cream crest cricket crimson crisp cross crow crown cruise crush crystal cube cup curve cycle
daily dairy daisy dance dark dart dash dawn day deal dear deep deer delta dell desert desire destiny dew dial diamond
dice dig direct discover dish dive dog dolphin dot double dove dragon dream drift drop drum duck duke dune dust duty
dwarf eagle ear early earth ease east easy echo eclipse ecology edge egg element elephant elite elm ember emerald
eminent emperor empire end endeavor enigma envoy epic epoch equinox era escape essence eternal ether evergreen evolution
excel express eye fable face fair faith falcon fall fame fan fast father fawn feather fern ferry festival fiesta fig
finch fine finish fir firefly first fish five fjord flag flame flash flat fleet flint flip float flora flow flower
fluid fly focus fog folk food foot force forest forge fork form fort fortune forum forward fossil fox frame free freedom
fresh friend frog frontier frost fruit fuel full fun fusion future gain galaxy gale gallery garden garlic garnet gate
gazelle gear gem gemini general genesis genius gentle ghost giant gift ginger glacier glass gleam globe glory glow go
goal goat gold golden good goose grace grain grand granite grape graph grass gravity gray great green griffin grip
grizzly ground grove grow guardian guide gulf hammer hand harbor hare harmony harp harvest hat haven hawk hazel head
health heart heat heaven hedge helium helix helm hero heron hill hippo hive holly honest honey honor honour hook hope
horizon horn horse hour house human hunter hurricane hydra ice icon idea ideal image impact imperial impulse infinity
ink insight instinct invest iris iron island ivory ivy jade jaguar jasmine jazz jet jewel joker journey joy judge juice
jump june jungle juniper jupiter just kangaroo keen keep keystone kick kind king kingdom kite kiwi knight knot koala
lake lamb lamp lance land lane lark laser laurel lava lavender law layer leaf league leap learn leather legacy legend
lemon leo leopard liberty lift light lightning lily lime lion liquid little lizard loft logic logo lone long look lotus
love loyal luck lucky luna lunar lynx magic magnet magnolia magnum main major mango manor maple marathon marble march
mark mars marvel mask master match matrix matter maverick may mayor maze meadow medal melon mercury mercy merit meteor
metro mild milk mill mind mine mint miracle mirage mirror mission mist modern moment monarch monday monkey moon moose
morning moss moth mother motion mountain mouse muse mustang mystic nature navy nebula nectar needle neo neptune nest
net new next night nimbus noble nomad north nova novel oak oasis ocean octopus odyssey olive olympus omega one onion
onyx opal open optima oracle orange orbit orchard orchid origin orion osprey otter oval owl oxygen oyster pace pacific
palace palm panda panther paper paradise paradox park parrot partner passion path patriot peach peacock peak pear pearl
pebble pegasus pelican penguin pepper perfect phantom phase phoenix piano pilot pine pink pioneer pipe pirate pixel
plain planet platinum play plum point polar pole pond pony pool poppy port prairie premier press pride prime prince
prism prize prologic promise proof proton proud pulse puma pure purple pyramid quail quantum quarter quartz queen quest
quick quiet rabbit race radar radiant radius rain rainbow ram ranch range ranger rapid raven ray razor reach ready realm
rebel red reef reflex regal relay reliance reliant remedy renaissance republic rescue rhino ribbon rice rich ridge right
ring rise rival river road robin rock rocket root rose rough round route royal ruby rush rust sable saffron saga sage
sail saint salmon salt salute sand sapphire saturn savage scarlet scorpion scout sea seal season seed senator sentinel
sequoia serene seven shade shadow shark sharp shell shield shift shine ship shore short show side siege sierra signal
silence silk silver simple six skill sky slate smile smoke smooth snake snap snow soft solar sole solid solo sonic soul
sound south spark sparrow spartan spear spectrum speed sphere spice spider spiral spirit splash spring spruce square
squirrel stag stage star start state steam stellar stone storm story straight stream street strike strong style summer
summit sun sunday sunrise sunset super superior supreme surf surge swan sweet swift sword symbol symphony tango target
tea temple tempo ten terra thing think thistle thorn three thunder tide tiger time tiny titan toad today token tomato
tone top topaz torch tornado total touch tower town trace track trail tree trek trend tribe trident trinity triton triumph
true trust truth tulip tune turbo turtle twin twist two union unique unison unity universe urban valley valor value vault
vector velvet venture venus verge verse vertex victor victory view viking village vine vintage violet virtue vision vista
vital vivid voice volcano vortex voyage voyager vulcan walk wall walnut wander warm warrior watch water wave way wealth
weather well west whale wheat wheel whisper white wild will willow win wind window wing winner winter wire wise wish wolf
wonder wood word work world yellow young youth zebra zen zenith zephyr zero zest zone
adam ali alan albert alex alice amy andrew anna anthony arthur ben bob carl charles chen chris dan daniel david diana
edward elena emma eric eva frank george grace henry ivan jack jackson james jane jason jean jim joe john johnson jose
joseph juan kim kumar larry lee leon li lin liu louis lucas luis marcus maria marie mario martin mary matthew max michael
mike miller miguel mohammed moore morgan nick nina oliver oscar otto pablo park patel patrick paul peter philip ray
richard robert roger ross roy ryan sam samuel sara scott sharma simon singh smith sofia stephen steve susan taylor thomas
tim tom tony victor wang watson william williams wilson wong wu xu yang zhang zhao zhou";
