// `liren serve`: opens the house, starts the edge, waits for a signal, stops in order.

#include <malloc.h>

#include <csignal>
#include <cstring>
#include <iostream>

#include "commands.h"
#include "demo/demo.h"
#include "liren/log.h"
#include "liren/pipeline.h"
#include "net/server.h"
#include "pages.h"
#include "test_doors.h"

namespace liren {

namespace {

bool is_loopback(const std::string& host) { return host == "127.0.0.1" || host == "::1" || host == "localhost"; }

sigset_t stop_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

net::Options options_for(const Listening& listening, const Texts& texts) {
    net::Options options;
    options.addresses = is_loopback(listening.host) ? std::vector<std::string>{"127.0.0.1"} : std::vector<std::string>{listening.host};
    options.port = listening.port;
    options.threads = listening.threads;
    options.certificate_file = listening.certificate;
    options.key_file = listening.key;
    options.report = [](std::string_view sentence) { log(LogLevel::error, "edge", {{"what", sentence}}); };
    options.say = [&texts](std::string_view key, std::string_view accept_language) { return texts.get(Texts::choose(accept_language), key); };
    return options;
}

}  // namespace

int serve(const Installation& installation, const Listening& listening) {
    // A spreadsheet of 60 MB is copied some times on its way in; without this the allocator learns from the first that blocks of that
    // size are ordinary, and keeps them for good.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    // Blocked before any thread starts, so that every thread leaves them to sigwait below.
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    auto house = open_house(installation);
    if ((house->settings.demo || house->settings.test) && !is_loopback(listening.host)) {
        std::cerr << "This directory holds demo accounts, whose passwords lie in a file: it is served on this machine only.\n"
                     "Start with --empty in another --data directory to serve others.\n";
        return 2;
    }
    house->images = std::make_unique<ImageWorkers>(helper_path("liren-image"));
    house->start();
    if (house->settings.demo && !installation.empty) {
        demo::fill(*house, "140502", {pack("demo/demo.yaml"), pack("demo/population.yaml")}, helper_path("liren-draw"), {installation.demo_cases, installation.demo_people}, [](const std::string& line) { std::cout << line << std::endl; });
        if (installation.test) demo::fill_neighbour(*house, "990101", pack("demo/demo.yaml"));
    }

    Pages pages(*house);
    Pipeline pipeline(*house, [&](const HttpRequest& request, HttpResponse& response) {
        return answer_test_door(*house, request, response) || pages.answer(request, response);
    });
    net::Server server(
        options_for(listening, house->texts), [&](HttpRequest&& request, Responder responder) { pipeline.accept(std::move(request), std::move(responder)); },
        [&](Method method, std::string_view path) { return pipeline.body_limit(method, path); });
    server.start();
    std::cout << "Liren is ready at " << (listening.certificate.empty() ? "http://" : "https://") << listening.host << ':' << server.port() << "/  (Ctrl-C stops it)" << std::endl;

    int signal = 0;
    sigwait(&signals, &signal);
    std::cout << "Stopping" << std::endl;
    server.stop();
    house->stop();
    flush_log();
    return 0;
}

}  // namespace liren
