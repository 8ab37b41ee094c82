# frozen_string_literal: true

# The signed report; its reader is `server/src/services/runs/reports/signed.ts`. Whatever it needs later is taken before the
# solution is loaded: any method may mean something else by then.
module JudgeReport
  def self.open(path, nonce)
    mac = OpenSSL::HMAC.new(nonce, 'SHA256')
    reset, update, hex = %i[reset update hexdigest].map { |name| OpenSSL::HMAC.instance_method(name) }
    file = File.open(path, 'a')
    write = IO.instance_method(:syswrite)
    quote = quoting
    integer, float, plus = Integer.instance_method(:to_s), Float.instance_method(:to_s), Integer.instance_method(:+)
    number = 0

    lambda do |kind, text = nil, ms = 0.0, message = nil|
      number = plus.bind_call(number, 1)
      members = case kind
                when :end then '"end":true'
                when :problem then "\"problem\":#{quote.call(text)}"
                else "\"name\":#{quote.call(text)},\"status\":\"#{kind}\",\"ms\":#{float.bind_call(ms)}"
                end
      members = "#{members},\"message\":#{quote.call(message)}" if message
      line = "{\"n\":#{integer.bind_call(number)},#{members}}"
      reset.bind_call(mac)
      update.bind_call(mac, line)
      write.bind_call(file, "#{hex.bind_call(mac)} #{line}\n")
    end
  end

  # JSON in ASCII.
  def self.quoting
    scrub, gsub, ord, slice, encode = %i[scrub gsub ord slice encode].map { |name| String.instance_method(name) }
    hex, just = Integer.instance_method(:to_s), String.instance_method(:rjust)
    lambda do |text|
      plain = scrub.bind_call(encode.bind_call(text, 'UTF-8', invalid: :replace, undef: :replace))
      short = slice.bind_call(gsub.bind_call(plain, /[\u{10000}-\u{10ffff}]/, "\ufffd"), 0, 4000)
      escaped = gsub.bind_call(short, /[^ !#-\[\]-~]/) { |letter| "\\u#{just.bind_call(hex.bind_call(ord.bind_call(letter), 16), 4, '0')}" }
      "\"#{escaped}\""
    end
  end
  private_class_method :quoting
end
