// The least a request can cost: one fixed 1 KB JSON, answered from dispatch. `bench_trivial_get PORT THREADS` serves on
// 127.0.0.1 until it is told to end; net/README.md says how it is measured against nginx.

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>

#include "net/server.h"

int main(int argument_count, char** arguments) {
    liren::net::Options options;
    options.port = static_cast<std::uint16_t>(argument_count > 1 ? std::atoi(arguments[1]) : 8080);
    options.threads = static_cast<unsigned>(argument_count > 2 ? std::atoi(arguments[2]) : 1);
    std::string body = R"({"items":")";
    body.append(1024 - 12, 'x').append(R"("})");

    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    liren::net::Server server(options, [&](liren::HttpRequest&&, liren::Responder respond) {
        liren::HttpResponse response;
        response.body = body;
        respond(std::move(response));
    }, [](liren::Method, std::string_view) { return std::size_t{0}; });
    server.start();
    std::cout << "serving on port " << server.port() << std::endl;
    int signal = 0;
    sigwait(&ends, &signal);
    server.stop(std::chrono::seconds(1));
    std::cout << server.counters().requests << " requests" << std::endl;
}
