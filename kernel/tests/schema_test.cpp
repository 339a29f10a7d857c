#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "liren/schema.h"

namespace {

using namespace liren;

struct Item {
    Text<10, 1> name;
    std::optional<Integer<0, 5>> stars;
};
BOOST_DESCRIBE_STRUCT(Item, (), (name, stars))

struct Body {
    Id<"test.thing"> thing;
    List<Item, 2> items;
    Choice<"red|green"> colour;
    std::optional<Personal<Phone>> phone;
    bool sure = false;
    Text<20> words;
};
BOOST_DESCRIBE_STRUCT(Body, (), (thing, items, colour, phone, sure, words))

struct Read {
    Body body;
    std::vector<FieldError> faults;

    bool has(std::string_view path, std::string_view key) const {
        for (const FieldError& fault : faults)
            if (fault.path == path && fault.key == key) return true;
        return false;
    }
};

Read read(std::string_view json) {
    Read result;
    Reading reading;
    Field<Body>::read(boost::json::parse(json), result.body, reading);
    result.faults = reading.take();
    return result;
}

const std::string good_id = id_text(123456789);

}  // namespace

TEST_CASE("a body that fits is read whole") {
    const Read r = read(R"({"thing":")" + good_id + R"(","items":[{"name":" 灯 ","stars":3}],"colour":"red","sure":true,"phone":"+86 138 0000 1234"})");
    CHECK(r.faults.empty());
    CHECK(r.body.thing.value == 123456789);
    CHECK(r.body.items.at(0).name == "灯");
    CHECK(r.body.items.at(0).stars->value == 3);
    CHECK(*r.body.phone == "13800001234");
    CHECK(r.body.words.empty());
}

TEST_CASE("every fault of a body is named at once, with its place") {
    const Read r = read(R"({"thing":"!","items":[{"name":"","stars":6},{"name":"x"}],"colour":"blue","sure":"maybe","phone":"12","words":7,"more":1})");
    CHECK(r.has("thing", "schema.not_id"));
    CHECK(r.has("items[0].name", "schema.required"));
    CHECK(r.has("items[0].stars", "schema.out_of_range"));
    CHECK(r.has("colour", "schema.not_a_choice"));
    CHECK(r.has("sure", "schema.not_boolean"));
    CHECK(r.has("phone", "schema.not_phone"));
    CHECK(r.has("words", "schema.not_text"));
    CHECK(r.has("more", "schema.unknown_member"));
    CHECK(r.faults.size() == 8);
}

TEST_CASE("what must be there and is not is named") {
    const Read r = read("{}");
    CHECK(r.has("thing", "schema.required"));
    CHECK(r.has("colour", "schema.required"));
    CHECK(r.has("sure", "schema.required"));
    CHECK_FALSE(r.has("items", "schema.required"));
    CHECK_FALSE(r.has("words", "schema.required"));
}

TEST_CASE("length counts characters, not bytes") {
    CHECK(read(R"({"thing":")" + good_id + R"(","colour":"red","sure":true,"words":"一二三四五六七八九十一二三四五六七八九十"})").faults.empty());
    CHECK(read(R"({"thing":")" + good_id + R"(","colour":"red","sure":true,"words":"一二三四五六七八九十一二三四五六七八九十一"})").has("words", "schema.too_long"));
}

TEST_CASE("too many items are refused, not cut") { CHECK(read(R"({"items":[{"name":"a"},{"name":"b"},{"name":"c"}]})").has("items", "schema.too_many")); }

TEST_CASE("a personal value is written masked") {
    Body body;
    body.thing.value = 1;
    body.phone = "13800001234";
    CHECK(to_json(body).find("138****1234") != std::string::npos);
    CHECK(to_json(body).find("13800001234") == std::string::npos);
}

TEST_CASE("text is escaped in JSON") {
    std::string out;
    JsonWriter writer(out);
    writer.string("\"\\\n\x01<灯>");
    CHECK(out == "\"\\\"\\\\\\n\\u0001<灯>\"");
}
