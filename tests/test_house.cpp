#include "test_house.h"

#include <filesystem>
#include <fstream>
#include <future>

#include "liren/sessions.h"

namespace liren::testing {

std::string source_file(const std::string& path) {
    std::ifstream file(std::string(LIREN_SOURCE_DIR) + "/" + path, std::ios::binary);
    if (!file) throw std::runtime_error("no such file: " + path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

namespace {

/// The names after a colon; "{scope:a}" has none of them.
std::set<std::string> parameters_of(std::string_view text) {
    std::set<std::string> names;
    const auto is_letter = [&](std::size_t at) { return at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || text[at] == '_'); };
    for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
        std::size_t end = at + 1;
        while (is_letter(end)) ++end;
        if (at > 0 && !is_letter(at - 1) && end > at + 1) names.emplace(text.substr(at + 1, end - at - 1));
    }
    return names;
}

}  // namespace

std::vector<std::string> statement_faults(Storage& storage, std::string_view module, const std::set<std::string>& texts) {
    const Scope scope{.areas = {{AreaLevel::community, 7}}};
    std::vector<std::string> faults;
    for (const Statement* statement : Statement::all()) {
        if (!std::string_view(statement->name()).starts_with(std::string(module) + ".")) continue;
        if (const std::string problem = storage.try_prepare(*statement); !problem.empty()) faults.push_back(problem);
        if (!statement->index()) continue;
        const std::set<std::string> names = parameters_of(statement->text());
        std::vector<Parameter> parameters;
        for (const std::string& name : names) parameters.push_back({name, texts.count(name) != 0 ? Value("a%") : Value(7)});
        const std::string plan = storage.explain(*statement, scope, parameters);
        if (plan.find(statement->index()) == std::string::npos) faults.push_back(std::string(statement->name()) + " does not walk " + statement->index() + ": " + plan);
    }
    return faults;
}

std::string Answer::key() const {
    const auto* object = body.if_object();
    const auto* key = object ? object->if_contains("key") : nullptr;
    return status >= 400 && key ? std::string(key->as_string()) : "";
}

std::string Answer::fault(std::string_view path) const {
    const auto* object = body.if_object();
    const auto* fields = object ? object->if_contains("fields") : nullptr;
    if (fields)
        for (const auto& field : fields->as_array())
            if (field.at("path").as_string() == path) return std::string(field.at("key").as_string());
    return "";
}

TestHouse::TestHouse(Installation& installation, std::vector<Module> modules, const std::function<void(House&)>& fill) {
    auto storage = installation.open();
    for (const char* code : {"140502", "990101"}) storage->add_district(code);
    Settings settings;
    settings.data_directory = folder_.path();
    settings.workers = 2;
    settings.limit_scale = 1000;
    house_ = std::make_unique<House>(settings, std::move(storage), Keyring::load_or_create((folder_.path() / "keyring").string()), std::move(modules));
    for (const auto& entry : std::filesystem::directory_iterator(std::string(LIREN_SOURCE_DIR) + "/packs/codes"))
        house_->codes.add(source_file("packs/codes/" + entry.path().filename().string()));
    house_->migrate();
    house_->put_roles(source_file("packs/roles/roles.yaml"));
    fill(*house_);
    house_->start();
    pipeline_ = std::make_unique<Pipeline>(*house_, [](const HttpRequest&, HttpResponse&) { return false; });
}

TestHouse::~TestHouse() {
    house_->stop();
    pipeline_.reset();
}

AccountId TestHouse::hire(const std::string& login, const NewGrant& grant) {
    const AccountId id = hire(login);
    house_->storage->write_now("gate", {AccountId{}, house_->clock.now()}, [&](Tx& gate) { give_grant(gate, id, grant); });
    return id;
}

AccountId TestHouse::hire(const std::string& login) {
    AccountId id;
    std::string token;
    house_->storage->write_now("gate", {AccountId{}, house_->clock.now()}, [&](Tx& gate) {
        id = create_account(gate, house_->keyring, {.login = login, .display_name = "Name of " + login, .password_hash = "-", .home_district = "140502"});
        token = house_->sessions->open(gate, id);
    });
    accounts_[login] = {id, token};
    return id;
}

Answer TestHouse::get(const std::string& as, const std::string& target, const std::string& if_none_match) {
    if (if_none_match.empty()) return send(as, Method::get, target, {}, "");
    return send(as, Method::get, target, {{"if-none-match", if_none_match}}, "");
}
Answer TestHouse::post(const std::string& as, const std::string& target, const std::string& json) {
    return send(as, Method::post, target, {{"idempotency-key", "test-" + std::to_string(++asked_)}}, json);
}
Answer TestHouse::patch(const std::string& as, const std::string& target, std::int64_t version, const std::string& json) {
    return send(as, Method::patch, target, {{"if-match", "\"v" + std::to_string(version) + "\""}}, json);
}
Answer TestHouse::remove(const std::string& as, const std::string& target) { return send(as, Method::delete_, target, {}, ""); }

Answer TestHouse::send(const std::string& as, Method method, const std::string& target, std::vector<std::pair<std::string, std::string>> headers, std::string body) {
    HttpRequest request;
    request.method = method;
    request.target = target;
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos) request.query = target.substr(question + 1);
    request.headers = std::move(headers);
    request.headers.emplace_back("host", "liren.example");
    request.headers.emplace_back("origin", "http://liren.example");
    request.headers.emplace_back("content-type", "application/json");
    if (!as.empty()) request.headers.emplace_back("cookie", Sessions::cookie_name(false) + "=" + accounts_.at(as).second);
    request.body = std::move(body);
    request.peer = "127.0.0.1";
    std::promise<HttpResponse> answered;
    auto future = answered.get_future();
    pipeline_->accept(std::move(request), Responder([&](HttpResponse&& response) { answered.set_value(std::move(response)); }, {}));
    HttpResponse response = future.get();
    Answer answer;
    answer.status = response.status;
    answer.text = response.body;
    for (const auto& [name, value] : response.headers)
        if (name == "ETag") answer.etag = value;
    boost::json::error_code problem;
    if (!response.body.empty()) answer.body = boost::json::parse(response.body, problem);
    return answer;
}

}  // namespace liren::testing
