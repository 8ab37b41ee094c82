import { junit, unsigned, type Forgeries } from './kind.js';

const expected = ['SumTest > test_adds', 'SumTest > test_joins'];
const tests = `require 'minitest/autorun'
require_relative 'sum'

class SumTest < Minitest::Test
  def test_adds
    assert_equal 3, Sum.sum(1, 2)
  end

  def test_joins
    assert_equal [1, 2], Sum.joined([1], [2])
  end
end
`;

/** `first` runs when the file is loaded, before the tests are defined. */
const zero = (first = '', { sum = '0', joined = '[]' } = {}) => ({
  'sum.rb': `module Sum
  def self.sum(_a, _b) = (${sum})
  def self.joined(_a, _b) = (${joined})
end
def quietly; yield; rescue Exception => e; puts e.class; end
${first}
`,
});
const text = (value: string) => `<<~'TEXT'\n${value}\nTEXT`;

export const ruby: Forgeries = {
  runtime: 'ruby',
  tests: { 'sum_test.rb': tests },
  expected,
  telling: 'SumTest > test_joins',
  honest: { 'sum.rb': 'module Sum\n  def self.sum(a, b) = a + b\n  def self.joined(a, b) = a + b\nend\n' },
  wrong: zero(),
  broken: zero('def sum('),
  complaint: 'syntax error',
  tricks: {
    'leaving with success from a method': zero('', { sum: 'exit!(0)' }),
    'leaving while it is loaded': zero('Process.exit!(0)'),
    'printing JUnit XML': zero(`puts ${text(junit(expected))}\n$stdout.flush\nexit!(0)`),
    'writing a report of its own': zero(`lines = ${text(unsigned(expected))}
quietly { File.write('/run/report', lines, mode: 'a') }
(3..20).each { |fd| quietly { IO.for_fd(fd, autoclose: false).syswrite(lines) } }
exit!(0)`),
    "replacing minitest's assertions": zero(
      'quietly { module Minitest::Assertions; def assert(*) = true; def assert_equal(*) = true; end }\n' +
        'quietly { class Minitest::Test; def assert_equal(*) = true; end }',
    ),
    'a raise that raises nothing': zero('class Object; def raise(*) = nil; end\nquietly { module Kernel; def raise(*) = nil; end }'),
    'an equality that says yes': zero('[Integer, Array, String, Object, Hash].each { |kind| kind.define_method(:==) { |_| true } }'),
    'an answer that equals everything': zero('class Any; def ==(_) = true; def kind_of?(_) = true; def is_a?(_) = true; end', {
      sum: 'Any.new',
      joined: 'Any.new',
    }),
    'making the texts of the report say passed': zero(
      `class String; def to_json(*) = '"passed"'; def sub(*) = 'passed'; def gsub(*) = 'passed'; end
class Symbol; def to_s = 'passed'; end
quietly { class OpenSSL::HMAC; def update(text) = super(text.sub('failed', 'passed')); end }`,
    ),
    'defining the tests before they are': zero(`quietly do
  class SumTest < Minitest::Test
    def self.method_added(name) = (define_method(name) {} unless @busy.tap { @busy = true })
  end
end`),
    "looking through the judge's variables": zero(`quietly { ObjectSpace.each_object(Proc) { puts 'GOT procs' } }
quietly { TracePoint.new(:call) {}; puts 'GOT a trace' }
quietly { require 'fiddle'; puts 'GOT fiddle' }
quietly { require 'objspace'; puts 'GOT objspace' }
quietly { proc {}.binding; puts 'GOT a binding' }
quietly { puts 'GOT variables' if TOPLEVEL_BINDING.local_variables.any? }`),
    'reading the nonce from the memory of the process': zero(`quietly { File.open('/proc/self/mem'); puts 'GOT the memory' }`),
    'bringing tests of its own': {
      ...zero(),
      'sum_test.rb': tests.replaceAll(/assert_equal.*/g, ''),
      'more_test.rb': tests.replaceAll(/assert_equal.*/g, ''),
    },
  },
};
