// liren — the one program: serves a city, and looks after its stores.

#include <CLI/CLI.hpp>
#include <iostream>

#include "commands.h"

namespace {

void add_installation(CLI::App& command, liren::Installation& installation) {
    command.add_option("--data", installation.data, "Directory of stores, keys and files")->capture_default_str();
    command.add_option("--postgres", installation.postgres, "libpq URL; without it SQLite in the data directory");
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App program("Liren: a smart community platform");
    program.require_subcommand(1);
    program.set_version_flag("--version", LIREN_VERSION);
    liren::Installation installation;
    liren::Listening listening;
    int status = 0;

    CLI::App& serve = *program.add_subcommand("serve", "Serve the city");
    add_installation(serve, installation);
    serve.add_option("--port", listening.port, "TCP port; 0 lets the system choose")->capture_default_str();
    serve.add_option("--host", listening.host, "Address to listen on")->capture_default_str();
    serve.add_option("--threads", listening.threads, "Threads of the edge")->capture_default_str()->check(CLI::Range(1, 64));
    serve.add_option("--certificate", listening.certificate, "PEM file: serve HTTPS");
    serve.add_option("--key", listening.key, "PEM file of the certificate's key");
    serve.add_flag("--empty", installation.empty, "No district, no demo");
    serve.add_flag("--test", installation.test, "Open /test/* (a new directory, loopback only)");
    serve.add_flag("--fast", installation.fast, "No fsync: for tests that do not crash");
    serve.add_option("--demo-cases", installation.demo_cases, "How many cases the demo invents; default: what its pack says")->check(CLI::Range(0, 100'000));
    serve.add_option("--demo-people", installation.demo_people, "How many registered people the demo invents; default: what its pack says")->check(CLI::Range(0, 1'000'000));
    serve.add_option("--limit-scale", installation.limit_scale, "Multiplies every rate limit")->check(CLI::Range(1, 1'000'000));
    serve.callback([&] { status = liren::serve(installation, listening); });

    CLI::App& migrate = *program.add_subcommand("migrate", "Bring every store up to date");
    add_installation(migrate, installation);
    migrate.callback([&] { status = liren::migrate(installation); });

    liren::Founding founding;
    CLI::App& found = *program.add_subcommand("found", "Add a district and its first administrator to an installation without a demo");
    add_installation(found, installation);
    found.add_option("district", founding.district, "Its six-digit code, such as 140502")->required()->check([](const std::string& code) {
        return code.size() == 6 && code.find_first_not_of("0123456789") == std::string::npos ? std::string() : std::string("a district's code has six digits");
    });
    found.add_option("--divisions", founding.divisions, "A file like packs/divisions/140502.csv; default: the pack of that name");
    found.add_option("--login", founding.login, "The administrator's login")->capture_default_str();
    found.callback([&] { status = liren::found(installation, founding); });

    CLI::App& population = *program.add_subcommand("demo-population", "Write invented people into the registers of a demo directory");
    add_installation(population, installation);
    liren::InventedPeople invented;
    population.add_option("--people", invented.people, "How many")->capture_default_str()->check(CLI::Range(1, 1'000'000));
    population.add_option("--seed", invented.seed, "The same seed invents the same people; default: what the pack says");
    population.add_option("--district", invented.district, "Whose communities")->capture_default_str();
    population.callback([&] { status = liren::populate(installation, invented); });

    CLI::App& check = *program.add_subcommand("check", "Examine the stores");
    add_installation(check, installation);
    bool chain = false, statements = false;
    check.add_flag("--chain", chain, "Walk the hash chains");
    check.add_flag("--statements", statements, "Prepare every statement");
    check.callback([&] {
        if (chain) status |= liren::check_chain(installation);
        if (statements) status |= liren::check_statements(installation);
    });

    program.add_subcommand("api", "Print the OpenAPI document")->callback([&] { status = liren::print_api(); });
    CLI::App& routes = *program.add_subcommand("routes", "Print route, access, kind, handler");
    bool json = false;
    routes.add_flag("--json", json, "One JSON object a line");
    routes.callback([&] { status = json ? liren::print_routes_json() : liren::print_routes(); });
    program.add_subcommand("statements", "Print every SQL statement")->callback([&] { status = liren::print_statements(); });
    std::string kind;
    CLI::App& registers = *program.add_subcommand("registers", "Print the tables of the registers as SQL, to be reviewed and kept as migrations");
    registers.add_option("kind", kind, "One register, such as people.person; default: all");
    registers.callback([&] { status = liren::print_register_tables(kind); });
    program.add_subcommand("version", "Print the version")->callback([&] { std::cout << LIREN_VERSION << '\n'; });

    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return program.exit(problem);
    } catch (const std::exception& problem) {
        std::cerr << "liren: " << problem.what() << '\n';
        return 1;
    }
    return status;
}
