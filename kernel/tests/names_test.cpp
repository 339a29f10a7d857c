#include <doctest/doctest.h>

#include <algorithm>

#include "liren/names.h"

using namespace liren;

namespace {

constexpr std::int32_t today = 20261125;

bool contains(const std::vector<std::string>& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

}  // namespace

TEST_CASE("only RFC 3629 is UTF-8") {
    for (const char* good : {"", "plain", "晋城市城区", "\xf0\xa0\xae\xb7", "\xef\xbf\xbd", "\xf4\x8f\xbf\xbf", "a\xc2\xb7"}) CHECK(valid_utf8(good));
    for (const char* bad : {"\x80", "\xc0\xaf", "\xc1\x81", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe6\x99", "\xe6", "\xff", "灯\xe7"}) CHECK_FALSE(valid_utf8(bad));
    CHECK(valid_utf8(std::string_view("a\0b", 3)));
}

TEST_CASE("characters are counted and cut as code points") {
    CHECK(count_characters("路灯不亮") == 4);
    CHECK(count_characters("𠮷a") == 2);
    CHECK(count_characters("\xe6\x99") == 2);
    CHECK(first_characters("路灯不亮", 2) == "路灯");
    CHECK(first_characters("路灯", 9) == "路灯");
    CHECK(first_characters("路灯", 0) == "");
}

TEST_CASE("blanks of every width are trimmed, controls and deceiving marks go") {
    CHECK(trim("\xe3\x80\x80 张三\xc2\xa0\n") == "张三");
    CHECK(trim(" \t\xe3\x80\x80").empty());
    CHECK(trim("张 三") == "张 三");
    CHECK(strip_controls("一行\r\n二行\r三\t行\x07\x7f") == "一行\n二行\n三 行");
    CHECK(strip_controls("\xef\xbb\xbf" "ab\xe2\x80\xae" "cd\xe2\x80\x8b") == "abcd");
    CHECK(strip_controls("👨‍👩‍👧") == "👨‍👩‍👧");   // the joiner inside an emoji stays
}

TEST_CASE("text is folded for search") {
    CHECK(fold("ＡＢＣ１２３") == "abc123");
    CHECK(fold("  3号楼　 Ｂ座 ") == "3号楼 b座");
    for (const char* dot : {"·", "•", "‧", "・", ".", "．", "･", "∙", " · "}) CHECK(fold(std::string("阿不都") + dot + "吾甫尔") == "阿不都·吾甫尔");
    CHECK(fold("3.5米") == "3.5米");
    CHECK(fold("a.b") == "a.b");
    CHECK(fold("") == "");
    CHECK(fold("Straße") == "strasse");
}

TEST_CASE("names are tidied as the rule on names asks") {
    CHECK(tidy_name("  张　三 ") == "张三");
    CHECK(tidy_name("阿不都 • 吾甫尔") == "阿不都·吾甫尔");
    CHECK(tidy_name("John   Smith") == "John Smith");
    CHECK(tidy_name("丽") == "丽");
    CHECK(tidy_name("𠮷田") == "𠮷田");
    CHECK(tidy_name("   ") == "");
    CHECK(tidy_name("e\xcc\x81milie") == "émilie");
}

TEST_CASE("a mask keeps the first character of each part and never a whole name") {
    CHECK(mask_name("张三") == "张*");
    CHECK(mask_name("欧阳锋") == "欧**");
    CHECK(mask_name("阿不都·吾甫尔") == "阿**·吾**");
    CHECK(mask_name("阿卜杜·艾则") == "阿**·艾*");
    CHECK(mask_name("阿不都.吾甫尔") == "阿**·吾**");
    CHECK(mask_name("John Smith") == "J*** S****");
    CHECK(mask_name("丽") == "丽*");
    CHECK(mask_name("") == "");
}

TEST_CASE("telephone numbers are masked to what recognises them") {
    CHECK(mask_phone("13812341234") == "138****1234");
    CHECK(mask_phone("+86 138-1234-1234") == "138****1234");
    CHECK(mask_phone("0356-2021234") == "0356-***1234");
    CHECK(mask_phone("010-88881234-55") == "010-****1234");
    CHECK(mask_phone("2021234") == "*****34");
    CHECK(mask_phone("110") == "***");
    CHECK(mask_phone("") == "");
}

TEST_CASE("identity numbers keep the place and nothing that completes a birth date (decision 0007)") {
    CHECK(mask_id_number("11010519491231002X") == "110105************");
    CHECK(mask_id_number("11010519491231002x") == "110105************");
    CHECK(mask_id_number("110105491231002") == "110105*********");
    CHECK(mask_id_number("E12345678") == "E******78");
    CHECK(mask_id_number("H1234") == "*****");
}

TEST_CASE("mobiles and landlines are recognised in the forms people type") {
    CHECK(tidy_phone("138 1234 5678") == "13812345678");
    CHECK(tidy_phone("１３８１２３４５６７８") == "13812345678");
    CHECK(tidy_phone("+8613812345678") == "13812345678");
    CHECK(tidy_phone("0086-138-1234-5678") == "13812345678");
    CHECK(tidy_phone("03562021234") == "0356-2021234");
    CHECK(tidy_phone("0356－2021234") == "0356-2021234");
    CHECK(tidy_phone("(0356)2021234") == "0356-2021234");
    CHECK(tidy_phone("+86 356 2021234") == "0356-2021234");
    CHECK(tidy_phone("010-88881234-55") == "010-88881234-55");
    CHECK(tidy_phone("2021234") == "2021234");
    CHECK(tidy_phone("400-123-4567") == "4001234567");
    for (const char* bad : {"", " ", "-", "(", ")", "0", "01", "+86", "1381234567", "138123456789", "12812345678", "10812345678", "0356-", "0356-1021234", "0056-2021234", "138a2345678", "110", "灯", "0356-2021234-"})
        CHECK_FALSE(valid_mobile_or_landline(bad));
    CHECK(valid_mobile("13812345678"));
    CHECK_FALSE(valid_mobile("0356-2021234"));
}

TEST_CASE("identity numbers of GB 11643 are accepted") {
    for (const char* good : {"11010519491231002X", "440524188001010014", "810000199101011238", "83000019880815002X", "911124198108030024"}) {
        CAPTURE(good);
        CHECK(id_number_problem(good, today) == std::nullopt);
    }
    CHECK(tidy_id_number(" １１0105 19491231002x ") == "11010519491231002X");
}

TEST_CASE("each thing wrong with an identity number is named") {
    CHECK(id_number_problem("110105194912310020", today) == "id_number.check");
    CHECK(id_number_problem("11010519490230002X", today) == "id_number.birth_date");
    CHECK(id_number_problem("110105194913310020", today) == "id_number.birth_date");
    CHECK(id_number_problem("110105190002290020", today) == "id_number.birth_date");   // 1900 was no leap year
    CHECK(id_number_problem("110105202611260020", today) == "id_number.birth_future");
    CHECK(id_number_problem("990105194912310020", today) == "id_number.province");
    CHECK(id_number_problem("160105194912310020", today) == "id_number.province");
    CHECK(id_number_problem("11010519491231002x", today) == "id_number.characters");   // tidy it first
    CHECK(id_number_problem("1101051949123X0020", today) == "id_number.characters");
    CHECK(id_number_problem("110105491231002", today) == "id_number.length");
    CHECK(id_number_problem("", today) == "id_number.length");
}

TEST_CASE("an identity number tells birth and sex, and 15 digits become 18") {
    const auto facts = id_number_facts("440524188001010014");
    REQUIRE(facts);
    CHECK(facts->birth_date == 18800101);
    CHECK(facts->sex == 1);
    CHECK(id_number_facts("11010519491231002X")->sex == 2);
    CHECK_FALSE(id_number_facts("110105194912310020"));
    CHECK(lengthen_id_number("110105491231002") == "11010519491231002X");
    CHECK_FALSE(lengthen_id_number("11010549123100X"));
}

TEST_CASE("surnames, places and words sound as people say them") {
    CHECK(pinyin_key("单雄信") == "shanxiongxin");
    CHECK(pinyin_key("曾国藩") == "zengguofan");
    CHECK(pinyin_key("仇英") == "qiuying");
    CHECK(pinyin_key("尉迟恭") == "yuchigong");
    CHECK(pinyin_key("欧阳锋") == "ouyangfeng");
    CHECK(pinyin_key("乐嘉") == "yuejia");
    CHECK(pinyin_key("长安街") == "changanjie");
    CHECK(pinyin_key("银行") == "yinhang");
    CHECK(pinyin_key("乐山") == "leshan");
    CHECK(pinyin_key("重庆") == "chongqing");
    CHECK(pinyin_key("吕梁") == "lvliang");
    CHECK(pinyin_key("战略") == "zhanlve");
    CHECK(pinyin_key("单元门灯坏了") == "danyuanmendenghuaile");
    CHECK(pinyin_key("晋城市城区") == "jinchengshichengqu");
    CHECK(pinyin_key("3号楼Ｂ座") == "3haoloubzuo");
    CHECK(pinyin_key("阿不都·吾甫尔") == "abuduwufuer");
    CHECK(pinyin_key("！？") == "");
}

TEST_CASE("initials hold every plausible reading, the likeliest first") {
    CHECK(pinyin_initials("张三") == std::vector<std::string>{"zs"});
    const auto shan = pinyin_initials("单雄信");
    CHECK(shan.front() == "sxx");
    CHECK(contains(shan, "dxx"));
    CHECK(contains(pinyin_initials("曾乐"), "zy"));
    CHECK(contains(pinyin_initials("曾乐"), "cl"));
    CHECK(pinyin_initials("长安街").front() == "caj");
    CHECK(contains(pinyin_initials("长安街"), "zaj"));
    CHECK(pinyin_initials("行行行行行行行行").size() <= 16);
    CHECK(pinyin_initials("").empty());
    CHECK(pinyin_initials("。").empty());
}

TEST_CASE("sort keys put Chinese in pinyin order and numbers by value") {
    const std::vector<std::string> ordered = {"1号楼", "2号楼", "10号楼", "阿牛", "白云", "陈二", "陈三", "李四", "王五", "赵一"};
    for (std::size_t i = 1; i < ordered.size(); ++i) {
        CAPTURE(ordered[i]);
        CHECK(sort_key(ordered[i - 1]) < sort_key(ordered[i]));
    }
    CHECK(sort_key("陈") < sort_key("陈二"));
    CHECK(sort_key("张三") == sort_key("张三"));
    CHECK(sort_key("") == "");
    for (const char character : sort_key("阿不都·吾甫尔 Abc 𠮷")) CHECK(((character >= '0' && character <= '9') || (character >= 'a' && character <= 'v')));
    std::string endless;
    for (int i = 0; i < 5000; ++i) endless += "长";
    CHECK(sort_key(endless).size() < 400);
    CHECK(sort_key_version().substr(0, 10) == "zh-pinyin-");
}

TEST_CASE("no function trips over bytes that are no text") {
    std::string bytes;
    for (int i = 0; i < 2000; ++i) bytes.push_back(static_cast<char>(i * 37 + i / 7));
    for (std::size_t from = 0; from < 64; ++from) {
        const std::string_view part = std::string_view(bytes).substr(from, 97);
        CHECK(valid_utf8(fold(part)));
        CHECK(valid_utf8(tidy_name(part)));
        CHECK(valid_utf8(mask_name(part)));
        CHECK(valid_utf8(mask_phone(part)));
        CHECK(valid_utf8(mask_id_number(part)));
        CHECK(valid_utf8(strip_controls(part)));
        sort_key(part), pinyin_key(part), pinyin_initials(part), tidy_phone(part);
    }
}
