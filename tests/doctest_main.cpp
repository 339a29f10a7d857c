// The main of every unit test program. Beside doctest's own console it writes one line a test case (verdict, file, name) into
// the file that LIREN_TEST_RESULTS names; ./dev test sums those lines.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string_view>

namespace {

class Recorder : public doctest::IReporter {
public:
    explicit Recorder(const doctest::ContextOptions&) {
        if (const char* path = std::getenv("LIREN_TEST_RESULTS")) out_.open(path, std::ios::app);
    }

    void test_case_start(const doctest::TestCaseData& test) override { running_ = &test; }
    void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
        if (!running_ || !out_) return;
        out_ << (stats.testCaseSuccess ? "pass" : "fail") << '\t' << from_root(running_->m_file.c_str()) << '\t' << running_->m_name << '\n';
        out_.flush();
        running_ = nullptr;
    }

    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats&) override {}
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData&) override {}
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}

private:
    /// ccache shows the compiler paths that begin at the build folder.
    static std::string_view from_root(std::string_view path) {
        while (path.starts_with("../")) path.remove_prefix(3);
        return path;
    }

    std::ofstream out_;
    const doctest::TestCaseData* running_ = nullptr;
};

REGISTER_LISTENER("recorder", 1, Recorder);

}  // namespace
