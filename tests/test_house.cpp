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
    house_->grounds.add(source_file("packs/grounds/grounds.yaml"));
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

void TestHouse::sign_in_again(const std::string& login) {
    auto& [id, token] = accounts_.at(login);
    house_->storage->write_now("gate", {AccountId{}, house_->clock.now()}, [&, account = id](Tx& gate) { token = house_->sessions->open(gate, account); });
}

Answer TestHouse::get(const std::string& as, const std::string& target, const std::string& if_none_match) {
    if (if_none_match.empty()) return send(as, Method::get, target, {}, "");
    return send(as, Method::get, target, {{"if-none-match", if_none_match}}, "");
}
Answer TestHouse::post(const std::string& as, const std::string& target, const std::string& json) {
    return send(as, Method::post, target, {{"idempotency-key", "test-" + std::to_string(++asked_)}}, json);
}
Answer TestHouse::post_with_key(const std::string& as, const std::string& target, const std::string& key, const std::string& json) {
    return send(as, Method::post, target, {{"idempotency-key", key}}, json);
}
Answer TestHouse::patch(const std::string& as, const std::string& target, std::int64_t version, const std::string& json) {
    return send(as, Method::patch, target, {{"if-match", "\"v" + std::to_string(version) + "\""}}, json);
}
Answer TestHouse::post_at(const std::string& as, const std::string& target, std::int64_t version, const std::string& json) {
    return send(as, Method::post, target, {{"idempotency-key", "key-" + std::to_string(++asked_)}, {"if-match", "\"v" + std::to_string(version) + "\""}}, json);
}
Answer TestHouse::post_bytes(const std::string& as, const std::string& target, const std::string& bytes) {
    return send(as, Method::post, target, {{"idempotency-key", "key-" + std::to_string(++asked_)}}, bytes);
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
    for (std::string piece; response.source && !(piece = response.source->next()).empty();) answer.text += piece;
    for (const auto& [name, value] : response.headers)
        if (name == "ETag") answer.etag = value;
    boost::json::error_code problem;
    if (!response.body.empty()) answer.body = boost::json::parse(response.body, problem);
    return answer;
}

}  // namespace liren::testing
