package judge;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signed report; its reader is {@code server/src/services/runs/reports/signed.ts}. Nothing static may lead here. */
final class Report {
  private final FileOutputStream file;
  private final Mac mac;
  private int number = 0;

  Report(String path, byte[] nonce) throws Exception {
    file = new FileOutputStream(path, true);
    mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(nonce, "HmacSHA256"));
  }

  void test(String name, String status, double ms, String message) {
    String more = message == null ? "" : ",\"message\":" + quoted(message);
    line("\"name\":" + quoted(name) + ",\"status\":\"" + status + "\",\"ms\":" + ms + more);
  }

  void problem(String text) {
    line("\"problem\":" + quoted(text));
  }

  void end() {
    line("\"end\":true");
  }

  private synchronized void line(String members) {
    number += 1;
    String text = "{\"n\":" + number + "," + members + "}";
    StringBuilder line = new StringBuilder();
    for (byte part : mac.doFinal(text.getBytes(StandardCharsets.US_ASCII))) line.append(String.format("%02x", part));
    try {
      file.write(line.append(' ').append(text).append('\n').toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException gone) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < Math.min(text.length(), 4000); i++) {
      char letter = text.charAt(i);
      if (letter < 0x20 || letter > 0x7e || letter == '"' || letter == '\\') json.append(String.format("\\u%04x", (int) letter));
      else json.append(letter);
    }
    return json.append('"').toString();
  }
}
