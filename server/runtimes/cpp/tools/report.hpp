// The signed report; its reader is `server/src/services/runs/reports/signed.ts`.
#pragma once
#include <fcntl.h>
#include <unistd.h>
#include <string>
#include "sha256.hpp"

namespace judge {

/** JSON in ASCII: bytes that are no ASCII become U+FFFD, at most 4,000 of them in all. */
inline std::string quoted(const std::string& text) {
    std::string json = "\"";
    for (const unsigned char byte : text.substr(0, 4000)) {
        const bool plain = byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
        if (plain) json += static_cast<char>(byte);
        else if (byte == '\n') json += "\\n";
        else if (byte == '"' || byte == '\\') (json += '\\') += static_cast<char>(byte);
        else if (byte < 0x20) json += ' ';
        else if (byte >= 0xc0 || byte == 0x7f) json += "\\ufffd";
    }
    return json + '"';
}

class Report {
public:
    Report(const char* path, std::string nonce) : file(open(path, O_WRONLY | O_APPEND | O_CLOEXEC)), key(std::move(nonce)) {}

    void test(const std::string& name, bool passed, double ms, const std::string& message) {
        line("\"name\":" + quoted(name) + ",\"status\":\"" + (passed ? "passed" : "failed") + "\",\"ms\":" + std::to_string(ms) +
             (message.empty() ? "" : ",\"message\":" + quoted(message)));
    }
    void problem(const std::string& text) { line("\"problem\":" + quoted(text)); }
    void end() { line("\"end\":true"); }

private:
    void line(const std::string& members) {
        const auto text = "{\"n\":" + std::to_string(++number) + "," + members + "}";
        const auto signed_line = hmac(key, text) + " " + text + "\n";
        for (std::size_t done = 0; done < signed_line.size();) {
            const auto wrote = write(file, signed_line.data() + done, signed_line.size() - done);
            if (wrote <= 0) _exit(1);
            done += static_cast<std::size_t>(wrote);
        }
    }

    int file;
    int number = 0;
    std::string key;
};

}  // namespace judge
