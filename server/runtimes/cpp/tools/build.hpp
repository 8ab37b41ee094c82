// Builds a solution and its tests into two shared objects that the judge loads.
#pragma once
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace judge {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

inline std::string slurp(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/** What a program printed. Nothing reaches its standard input. Throws with that text when it fails. */
inline std::string output_of(Words words) {
    const std::string log = "/tmp/output";
    const pid_t child = fork();
    if (child == 0) {
        dup2(open("/dev/null", O_RDONLY), 0);
        dup2(open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
        dup2(1, 2);
        std::vector<char*> argv;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        execvp(argv[0], argv.data());
        _exit(127);
    }
    int status = 1;
    waitpid(child, &status, 0);
    const auto text = slurp(log);
    if (status != 0) throw std::runtime_error(text);
    return text;
}

/** The tests as they are compiled: with the judge's own Catch2, whose `main` is the judge's. */
inline std::string prepared(const std::string& path, const std::string& source) {
    static const std::regex main_(R"(^[ \t]*#[ \t]*define[ \t]+CATCH_CONFIG_(MAIN|RUNNER)\b.*$)", std::regex::multiline);
    static const std::regex include(R"re(^([ \t]*#[ \t]*include)[ \t]+["<]([^">]*/)?catch(_amalgamated)?\.hpp[">])re", std::regex::multiline);
    const auto text = std::regex_replace(std::regex_replace(source, main_, ""), include, "$1 <catch2/catch.hpp>");
    return "#line 1 \"" + path + "\"\n" + text;
}

inline std::set<std::string> words_of(const std::string& text) {
    static const std::regex word("[A-Za-z_]\\w*");
    return {std::sregex_token_iterator(text.begin(), text.end(), word), std::sregex_token_iterator()};
}

inline const Words flags = {"-std=c++20", "-O0", "-Wall", "-fPIC", "-fno-gnu-unique", "-I.", "-DEXERCISM_RUN_ALL_TESTS"};

inline Words command(Words first, const Words& more) {
    first.insert(first.end(), flags.begin(), flags.end());
    first.insert(first.end(), more.begin(), more.end());
    return first;
}

/**
 * A header may not change what the words of Catch2's macros mean. The tests may: they have left the workspace by now, and with
 * them the file that their lines name.
 */
inline void refuse_macros(const std::string& test, const std::string& folder) {
    std::istringstream lines(output_of(command({"g++"}, {"-E", "-dD", "-iquote", folder, "-x", "c++", test})));
    static const std::regex place(R"re(^# \d+ "([^"]*)".*)re"), macro(R"(^#(?:define|undef) (\w+).*)");
    std::set<std::string> words;
    std::vector<std::pair<std::string, std::string>> own;
    std::smatch found;
    std::string file;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line[0] != '#') continue;
        if (std::regex_match(line, found, place)) file = found[1];
        else if (file.find("/catch2/") != std::string::npos) words.merge(words_of(line));
        else if (fs::exists(file) && !file.starts_with("/usr/") && std::regex_match(line, found, macro)) own.emplace_back(file, found[1]);
    }
    for (const auto& [where, name] : own)
        if (words.contains(name)) throw std::runtime_error(where + " redefines " + name + ", which belongs to the tests.");
}

/** Catch2 and the loader are the judge's: a solution has no business with them. */
inline void refuse_symbols(const std::string& object) {
    static const std::regex forbidden(R"( U (\w*5Catch\w*|dlsym|dlvsym|dlopen|dlmopen|dl_iterate_phdr|_r_debug|process_vm_readv|process_vm_writev)\b)");
    const auto symbols = output_of({"nm", "-D", "--undefined-only", object});
    std::smatch found;
    if (std::regex_search(symbols, found, forbidden)) throw std::runtime_error("The solution uses " + found[1].str() + ", which is not available in a test run.");
}

}  // namespace judge
