# frozen_string_literal: true

# Runs minitest files and reports each test, signed, in a file of its own.
# Usage: ruby harness.rb <report>, with two lines on standard input: the run's nonce and the paths of the test files as JSON.
# Touches no file of the workspace before it has read them, so it may be started before the files are there.
#
# Ruby lets a solution reopen every class, so its verdicts are only as good as that: printed, written, left-out and
# early-exit forgeries fail, a solution that rewrites Minitest itself is not told apart.

require 'json'
require 'openssl'
require 'minitest'

report_path, = ARGV
nonce = $stdin.gets.to_s.strip
paths = JSON.parse($stdin.gets || '[]')
abort 'usage: ruby harness.rb <report>, with a nonce and a list of test files on standard input' if paths.empty? || nonce.length != 64

file = File.open(report_path, 'a')
hmac = OpenSSL::HMAC.method(:hexdigest)
generate = JSON.method(:generate)
run_one = Minitest.method(:run_one_method)
leave = Process.method(:exit!)
number = 0

report = lambda do |members|
  number += 1
  text = generate.call({ n: number, **members }, script_safe: false, ascii_only: true)
  file.write("#{hmac.call('SHA256', nonce, text)} #{text}\n")
  file.flush
end

plain = ->(text) { text.to_s.encode('UTF-8', invalid: :replace, undef: :replace).slice(0, 4000) }

outcome = lambda do |result|
  return { status: 'skipped' } if result.skipped?
  return { status: 'passed' } if result.passed?

  failure = result.failures.first
  { status: 'failed', message: plain.call("#{failure.message}\n    at #{failure.location.delete_prefix("#{Dir.pwd}/")}") }
end

sources = paths.to_h { |path| [path, File.read(path)] }
# A solution must not be able to read the answers out of the tests. This is the run's own copy.
paths.each { |path| File.unlink(path) }
$LOAD_PATH.unshift(Dir.pwd)
# The tests' `require 'minitest/autorun'` must not start a run of its own.
$LOADED_FEATURES << 'minitest/autorun.rb' << 'minitest/pride.rb'
Minitest.singleton_class.define_method(:autorun) { nil }

sources.each do |path, source|
  eval(source, TOPLEVEL_BINDING, File.expand_path(path)) # rubocop:disable Security/Eval
rescue Exception => e # rubocop:disable Lint/RescueException
  report.call({ problem: plain.call("#{path} could not be loaded. #{e.class}: #{e.message}") })
end

Minitest::Runnable.runnables.dup.each do |suite|
  suite.public_instance_methods(false).grep(/\Atest_/).each do |name|
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    result = outcome.call(run_one.call(suite, name))
    ms = ((Process.clock_gettime(Process::CLOCK_MONOTONIC) - started) * 1000).round(3)
    report.call({ name: "#{suite.name} > #{name}", ms: ms, **result })
  end
end
report.call({ end: true })
$stdout.flush
leave.call(0)
