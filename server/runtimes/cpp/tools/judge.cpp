// Runs Catch2 tests and reports each test case, signed. `server/runtimes/README.md` says what that proves.
//
// It holds the nonce before anything of the solution is even compiled, and loads solution and tests as two shared objects: so no
// initialiser runs before the judge, and Catch2 and the C++ library are the judge's own, whatever the solution defines.
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>
#include <dlfcn.h>
#include <sys/prctl.h>
#include <chrono>
#include <iostream>
#include "build.hpp"
#include "report.hpp"

using namespace judge;

/** Catch2's own `main`, as `harness.sh` calls it. */
extern "C" int catch_main(int argc, char** argv);

namespace {

Report* report;

struct Listener : Catch::TestEventListenerBase {
    using TestEventListenerBase::TestEventListenerBase;

    void testCaseStarting(Catch::TestCaseInfo const&) override {
        failure.clear();
        started = std::chrono::steady_clock::now();
    }
    bool assertionEnded(Catch::AssertionStats const& stats) override {
        const auto& result = stats.assertionResult;
        if (result.isOk() || !failure.empty()) return true;
        std::ostringstream text;
        if (result.hasExpression()) text << result.getExpressionInMacro() << "\n";
        if (result.hasExpandedExpression()) text << "with expansion: " << result.getExpandedExpression() << "\n";
        if (result.hasMessage()) text << result.getMessage() << "\n";
        text << "    at " << result.getSourceInfo().file << ":" << result.getSourceInfo().line;
        failure = text.str();
        return true;
    }
    void testCaseEnded(Catch::TestCaseStats const& stats) override {
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
        const bool passed = stats.totals.assertions.allOk() && failure.empty();
        report->test(stats.testInfo.name, passed, took.count(), failure);
    }

    std::string failure;
    std::chrono::steady_clock::time_point started;
};
CATCH_REGISTER_LISTENER(Listener)

/** `["a", "b"]`, as the server writes it. */
Words paths_in(const std::string& json) {
    static const std::regex word(R"re("((?:[^"\\]|\\.)*)")re");
    Words paths;
    for (std::sregex_iterator at(json.begin(), json.end(), word), end; at != end; ++at) paths.push_back((*at)[1]);
    return paths;
}

std::string line_of_input() {
    std::string text;
    for (char byte; read(0, &byte, 1) == 1 && byte != '\n';) text += byte;
    return text;
}

bool is_source(const fs::path& path) { return path.extension() == ".cpp" || path.extension() == ".cc" || path.extension() == ".cxx"; }

Words solution_files() {
    Words found;
    for (const auto& entry : fs::recursive_directory_iterator("."))
        if (entry.is_regular_file() && is_source(entry.path())) found.push_back(entry.path().lexically_normal());
    return found;
}

void load(const std::string& path) {
    if (!dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL)) throw std::runtime_error(dlerror());
}

/** The tests leave the workspace before the solution can look for them. */
Words test_objects(const Words& paths) {
    Words sources, objects;
    for (const auto& path : paths) sources.push_back(prepared(path, slurp(path)));
    for (const auto& path : paths) fs::remove(path);
    for (std::size_t i = 0; i < paths.size(); i++) {
        const auto stem = "/tmp/test" + std::to_string(i), folder = "./" + fs::path(paths[i]).parent_path().string();
        std::ofstream(stem + ".cpp") << sources[i];
        refuse_macros(stem + ".cpp", folder);
        std::cerr << output_of(command({"g++"}, {"-c", "-iquote", folder, "-x", "c++", stem + ".cpp", "-o", stem + ".o"}));
        fs::remove(stem + ".cpp");
        objects.push_back(stem + ".o");
    }
    return objects;
}

void build_and_load(const Words& paths) {
    auto tests = test_objects(paths);
    const auto files = solution_files();
    if (!files.empty()) {
        std::cerr << output_of(command({"g++", "-shared", "-o", "/tmp/solution.so"}, files));
        refuse_symbols("/tmp/solution.so");
        tests.push_back("/tmp/solution.so");
    }
    // Bound to their own copies: a solution that specialises one of Catch2's templates changes its own copy only.
    output_of(command({"g++", "-shared", "-Wl,-Bsymbolic", "-Wl,-z,defs", "-Wl,--unresolved-symbols=ignore-all", "-o", "/tmp/tests.so"}, tests));
    if (!files.empty()) load("/tmp/solution.so");
    load("/tmp/tests.so");
}

}  // namespace

int main(int argc, char** argv) {
    // Of one that was built beforehand: it starts, so its libraries are the ones of this machine.
    if (argc == 1) return 0;
    // `/proc/self/mem` and `/proc/self/fd` of this process now belong to root.
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    report = new Report(argv[1], line_of_input());
    const auto paths = paths_in(line_of_input());
    close(0);
    open("/dev/null", O_RDONLY);
    try {
        build_and_load(paths);
        catch_main(1, argv);
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        report->problem(error.what());
    }
    report->end();
    std::cout.flush();
    _exit(0);
}
