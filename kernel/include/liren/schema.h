#pragma once
// One noun: Schema. A described struct (BOOST_DESCRIBE_STRUCT) becomes, by the types of its members, a run-time Schema; from
// it come the reading of JSON and of query strings with all field errors at once, the writing of JSON, and OpenAPI. A member's
// type carries its rule: Text<120,1>, Integer<0,100>, Choice<"a|b">, Personal<Phone>, Id<"cases.case">, List<T,9>,
// std::optional<T>, bool, Instant, or another described struct. Thread-safe: schemas are built once and never change.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/fwd.hpp>
#include <boost/mp11/algorithm.hpp>

#include "liren/clock.h"
#include "liren/error.h"
#include "liren/id.h"
#include "liren/json_writer.h"

namespace liren {

// ---- the types of members ----------------------------------------------------------------------------------------------

/// Text of Min to Max characters (code points), trimmed, without control characters other than line feed.
template <std::size_t Max, std::size_t Min = 0>
struct Text : std::string {
    using std::string::string;
    Text() = default;
    Text(std::string text) : std::string(std::move(text)) {}
    Text(std::string_view text) : std::string(text) {}
};

/// A whole number from Min to Max.
template <std::int64_t Min, std::int64_t Max>
struct Integer {
    std::int64_t value = Min > 0 ? Min : 0;
    constexpr operator std::int64_t() const { return value; }
    Integer() = default;
    constexpr Integer(std::int64_t v) : value(v) {}
};

/// One of the words between the bars. A choice the city may change is a code list, not a Choice.
template <Word Words>
struct Choice : std::string {
    using std::string::string;
    Choice() = default;
    Choice(std::string word) : std::string(std::move(word)) {}
};

/// A list of at most Max items.
template <class T, std::size_t Max>
struct List : std::vector<T> {
    using std::vector<T>::vector;
    List() = default;
    List(std::vector<T> items) : std::vector<T>(std::move(items)) {}
};

// Rules of personal values; each names the mask that lists and pages show.
struct Phone {};
struct PersonName {};
struct IdNumber {};

/// A personal value in clear, as a request brings it. It is never written to JSON as it is: writing masks it.
template <class Rule>
struct Personal : std::string {
    using std::string::string;
    Personal() = default;
    Personal(std::string text) : std::string(std::move(text)) {}
};

/// A personal value shown in clear on purpose: only a route that declares a look may answer with it.
template <class Rule>
struct Unmasked : std::string {
    using std::string::string;
    Unmasked() = default;
    Unmasked(std::string text) : std::string(std::move(text)) {}
};

/// A JSON value made by hand where a declaration cannot say it (rare). Only written, never read.
struct RawJson {
    std::string json = "null";
};

// ---- the run-time schema -----------------------------------------------------------------------------------------------

enum class SchemaKind : std::uint8_t { text, integer, boolean, id, instant, choice, personal, list, object, raw };

struct Schema;

struct SchemaMember {
    std::string name;
    std::shared_ptr<const Schema> schema;
    bool optional = false;
};

struct Schema {
    SchemaKind kind = SchemaKind::text;
    std::string name;                         ///< of an object: the C++ type's name; of an id: its kind; of a personal: its rule
    std::int64_t minimum = 0;                 ///< characters, value or items
    std::int64_t maximum = 0;
    std::vector<std::string> words;           ///< of a choice
    std::vector<SchemaMember> members;        ///< of an object
    std::shared_ptr<const Schema> item;       ///< of a list
};

// ---- reading -----------------------------------------------------------------------------------------------------------

/// Collects what is wrong while a value is read.
class Reading {
public:
    void fault(std::string key, std::vector<std::pair<std::string, std::string>> values = {}) {
        if (faults_.size() < 50) faults_.push_back({path_, std::move(key), std::move(values)});
    }
    const std::vector<FieldError>& faults() const { return faults_; }
    std::vector<FieldError> take() { return std::move(faults_); }

    /// Enters a member or item for the life of the guard.
    class Step {
    public:
        Step(Reading& reading, std::string_view name, std::ptrdiff_t index = -1);
        ~Step() { reading_.path_.resize(length_); }
        Step(const Step&) = delete;

    private:
        Reading& reading_;
        std::size_t length_;
    };

private:
    std::string path_;
    std::vector<FieldError> faults_;
};

namespace schema_detail {
using JsonValue = boost::json::value;
void read_text(const JsonValue& in, std::string& out, std::size_t min, std::size_t max, Reading& reading);
void read_integer(const JsonValue& in, std::int64_t& out, std::int64_t min, std::int64_t max, Reading& reading);
void read_boolean(const JsonValue& in, bool& out, Reading& reading);
void read_id(const JsonValue& in, std::int64_t& out, Reading& reading);
void read_choice(const JsonValue& in, std::string& out, std::string_view words, Reading& reading);
void read_phone(const JsonValue& in, std::string& out, Reading& reading);
void read_person_name(const JsonValue& in, std::string& out, Reading& reading);
void read_id_number(const JsonValue& in, std::string& out, Reading& reading);
/// Checks that `in` is an object with no member outside `schema`; false (with a fault) otherwise.
bool enter_object(const JsonValue& in, const Schema& schema, Reading& reading);
const JsonValue* find_member(const JsonValue& object, std::string_view name);   ///< null when absent or JSON null
/// The items of an array (a query string may give one value for a list); null with a fault when it is none or too long.
std::vector<const JsonValue*> list_items(const JsonValue& in, std::size_t max, Reading& reading);
std::vector<std::string> split_words(std::string_view words);
void write_masked(JsonWriter& out, std::string_view clear, const char* rule);
}  // namespace schema_detail

// ---- one Field per member type: schema, read, write --------------------------------------------------------------------

template <class T, class = void>
struct Field;   // no definition: a member of a type that has no rule does not compile

template <class T>
const std::shared_ptr<const Schema>& schema_of() {
    static const std::shared_ptr<const Schema> schema = Field<T>::describe();
    return schema;
}

template <std::size_t Max, std::size_t Min>
struct Field<Text<Max, Min>> {
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::text, "", Min, Max, {}, {}, nullptr}); }
    static void read(const boost::json::value& in, Text<Max, Min>& out, Reading& reading) { schema_detail::read_text(in, out, Min, Max, reading); }
    static void write(JsonWriter& out, const Text<Max, Min>& value) { out.string(value); }
};

template <>
struct Field<std::string> {   // only for what we write; a request says how long a text may be
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::text, "", 0, 0, {}, {}, nullptr}); }
    static void write(JsonWriter& out, const std::string& value) { out.string(value); }
};

template <std::int64_t Min, std::int64_t Max>
struct Field<Integer<Min, Max>> {
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::integer, "", Min, Max, {}, {}, nullptr}); }
    static void read(const boost::json::value& in, Integer<Min, Max>& out, Reading& reading) { schema_detail::read_integer(in, out.value, Min, Max, reading); }
    static void write(JsonWriter& out, Integer<Min, Max> value) { out.integer(value); }
};

template <class T>
struct Field<T, std::enable_if_t<std::is_same_v<T, std::int64_t> || std::is_same_v<T, int>>> {
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::integer, "", 0, 0, {}, {}, nullptr}); }
    static void write(JsonWriter& out, T value) { out.integer(value); }
};

template <>
struct Field<bool> {
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::boolean, "", 0, 0, {}, {}, nullptr}); }
    static void read(const boost::json::value& in, bool& out, Reading& reading) { schema_detail::read_boolean(in, out, reading); }
    static void write(JsonWriter& out, bool value) { out.boolean(value); }
};

template <>
struct Field<Instant> {
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::instant, "", 0, 0, {}, {}, nullptr}); }
    static void read(const boost::json::value& in, Instant& out, Reading& reading) { schema_detail::read_integer(in, out.ms, 0, 253'402'300'799'999, reading); }
    static void write(JsonWriter& out, Instant value) { out.integer(value.ms); }
};

template <Word K>
struct Field<Id<K>> {
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::id, std::string(K.view()), 0, 0, {}, {}, nullptr}); }
    static void read(const boost::json::value& in, Id<K>& out, Reading& reading) { schema_detail::read_id(in, out.value, reading); }
    static void write(JsonWriter& out, Id<K> value) {
        if (value) out.string(id_text(value.value));
        else out.null();
    }
};

template <Word Words>
struct Field<Choice<Words>> {
    static std::shared_ptr<const Schema> describe() {
        return std::make_shared<Schema>(Schema{SchemaKind::choice, "", 0, 0, schema_detail::split_words(Words.view()), {}, nullptr});
    }
    static void read(const boost::json::value& in, Choice<Words>& out, Reading& reading) { schema_detail::read_choice(in, out, Words.view(), reading); }
    static void write(JsonWriter& out, const Choice<Words>& value) { out.string(value); }
};

template <class Rule>
struct PersonalField {
    static constexpr const char* rule() {
        if constexpr (std::is_same_v<Rule, Phone>) return "phone";
        else if constexpr (std::is_same_v<Rule, PersonName>) return "person_name";
        else return "id_number";
    }
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::personal, rule(), 0, 0, {}, {}, nullptr}); }
};

template <class Rule>
struct Field<Personal<Rule>> : PersonalField<Rule> {
    static void read(const boost::json::value& in, Personal<Rule>& out, Reading& reading) {
        if constexpr (std::is_same_v<Rule, Phone>) schema_detail::read_phone(in, out, reading);
        else if constexpr (std::is_same_v<Rule, PersonName>) schema_detail::read_person_name(in, out, reading);
        else schema_detail::read_id_number(in, out, reading);
    }
    static void write(JsonWriter& out, const Personal<Rule>& value) { schema_detail::write_masked(out, value, PersonalField<Rule>::rule()); }
};

template <class Rule>
struct Field<Unmasked<Rule>> : PersonalField<Rule> {
    static void write(JsonWriter& out, const Unmasked<Rule>& value) { out.string(value); }
};

template <>
struct Field<RawJson> {
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::raw, "", 0, 0, {}, {}, nullptr}); }
    static void write(JsonWriter& out, const RawJson& value) { out.raw(value.json); }
};

template <class T>
struct Field<std::optional<T>> {
    static std::shared_ptr<const Schema> describe() { return schema_of<T>(); }
    static void read(const boost::json::value& in, std::optional<T>& out, Reading& reading) { Field<T>::read(in, out.emplace(), reading); }
    static void write(JsonWriter& out, const std::optional<T>& value) {
        if (value) Field<T>::write(out, *value);
        else out.null();
    }
};

template <class T, std::size_t Max>
struct Field<List<T, Max>> {
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::list, "", 0, static_cast<std::int64_t>(Max), {}, {}, schema_of<T>()}); }
    static void read(const boost::json::value& in, List<T, Max>& out, Reading& reading) {
        std::ptrdiff_t index = 0;
        for (const boost::json::value* item : schema_detail::list_items(in, Max, reading)) {
            Reading::Step step(reading, {}, index++);
            Field<T>::read(*item, out.emplace_back(), reading);
        }
    }
    static void write(JsonWriter& out, const List<T, Max>& value) { Field<std::vector<T>>::write(out, value); }
};

template <class T>
struct Field<std::vector<T>> {   // only for what we write
    static std::shared_ptr<const Schema> describe() { return std::make_shared<Schema>(Schema{SchemaKind::list, "", 0, 0, {}, {}, schema_of<T>()}); }
    static void write(JsonWriter& out, const std::vector<T>& value) {
        out.begin_array();
        for (const T& item : value) Field<T>::write(out, item);
        out.end_array();
    }
};

/// The last word of a described type's name; openapi.json calls the component so. Specialise for two types of one name.
template <class T>
std::string schema_name();

namespace schema_detail {
/// `,"name":` of a described member, made by the compiler.
template <class Member>
inline constexpr auto ready_key = [] {
    constexpr std::string_view name = Member::name;
    std::array<char, name.size() + 4> text{};
    text[0] = ',';
    text[1] = '"';
    name.copy(text.data() + 2, name.size());
    text[name.size() + 2] = '"';
    text[name.size() + 3] = ':';
    return text;
}();
}  // namespace schema_detail

template <class T>
struct Field<T, std::enable_if_t<boost::describe::has_describe_members<T>::value>> {
    using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

    template <class M>
    using member_type = std::remove_reference_t<decltype(std::declval<T&>().*std::declval<M>().pointer)>;

    template <class V>
    struct is_optional : std::false_type {};
    template <class V>
    struct is_optional<std::optional<V>> : std::true_type {};
    template <class V, std::size_t N>
    struct is_optional<List<V, N>> : std::true_type {};
    template <std::size_t N>
    struct is_optional<Text<N, 0>> : std::true_type {};

    static std::shared_ptr<const Schema> describe() {
        auto schema = std::make_shared<Schema>();
        schema->kind = SchemaKind::object;
        schema->name = schema_name<T>();
        boost::mp11::mp_for_each<Members>([&](auto m) {
            using V = std::remove_cvref_t<decltype(std::declval<T&>().*m.pointer)>;
            schema->members.push_back({m.name, schema_of<V>(), is_optional<V>::value});
        });
        return schema;
    }
    static void read(const boost::json::value& in, T& out, Reading& reading) {
        if (!schema_detail::enter_object(in, *schema_of<T>(), reading)) return;
        boost::mp11::mp_for_each<Members>([&](auto m) {
            using V = std::remove_cvref_t<decltype(out.*m.pointer)>;
            Reading::Step step(reading, m.name);
            if (const boost::json::value* value = schema_detail::find_member(in, m.name)) Field<V>::read(*value, out.*m.pointer, reading);
            else if (!is_optional<V>::value) reading.fault("schema.required");
        });
    }
    static void write(JsonWriter& out, const T& value) {
        out.begin_object();
        boost::mp11::mp_for_each<Members>([&](auto m) {
            out.ready_key({schema_detail::ready_key<decltype(m)>.data(), schema_detail::ready_key<decltype(m)>.size()});
            Field<std::remove_cvref_t<decltype(value.*m.pointer)>>::write(out, value.*m.pointer);
        });
        out.end_object();
    }
};

namespace schema_detail {
std::string short_type_name(const char* mangled);
}
template <class T>
std::string schema_name() { return schema_detail::short_type_name(typeid(T).name()); }

template <class T>
std::string to_json_list(const std::vector<T>& values) {
    std::string out;
    JsonWriter writer(out);
    Field<std::vector<T>>::write(writer, values);
    return out;
}

template <class T>
std::string to_json(const T& value) {
    std::string out;
    JsonWriter writer(out);
    Field<T>::write(writer, value);
    return out;
}

}  // namespace liren
