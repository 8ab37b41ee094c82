# frozen_string_literal: true

# Runs minitest files and reports each test, signed, in a file of its own.
# Usage: ruby harness.rb <report>, with two lines on standard input: the run's nonce and the paths of the test files as JSON.
# Touches no file of the workspace before it has read them, so it may be started before the files are there.
#
# Nothing here is held by a constant or by a variable of the top level, where a solution would find it.

require 'json'
require 'openssl'
require 'minitest'
require_relative 'assertions'
require_relative 'guard'
require_relative 'report'

lambda do
  report = JudgeReport.open(ARGV.first, $stdin.gets.to_s.strip)
  paths = JSON.parse($stdin.gets || '[]')
  abort 'usage: ruby harness.rb <report>, with a nonce and a list of test files on standard input' if paths.empty?

  leave = Process.method(:exit!)
  clock = Process.method(:clock_gettime)
  is_a = Kernel.instance_method(:kind_of?)
  minus = Float.instance_method(:-)
  flush = IO.instance_method(:flush)
  dispatch = Kernel.instance_method(:send)
  message_of = Exception.instance_method(:message)
  backtrace = Exception.instance_method(:backtrace)
  suites = []

  sources = paths.to_h { |path| [path, File.read(path)] }
  # A solution must not be able to read the answers out of the tests. This is the run's own copy.
  paths.each { |path| File.unlink(path) }
  here = Dir.pwd
  $LOAD_PATH.unshift(here)
  # The tests' `require 'minitest/autorun'` must not start a run of its own.
  $LOADED_FEATURES << 'minitest/autorun.rb' << 'minitest/pride.rb'
  Minitest.singleton_class.define_method(:autorun) { nil }
  Object.send(:remove_const, :JudgeReport)
  close_ruby(suites)

  text_of = lambda do |error|
    lines = backtrace.bind_call(error) || []
    place = lines.find { |line| line.start_with?(here) }
    "#{is_a.bind_call(error, Minitest::Assertion) ? '' : "#{error.class}: "}#{message_of.bind_call(error)}\n    at #{place.to_s.delete_prefix("#{here}/")}"
  rescue Exception # rubocop:disable Lint/RescueException
    'This test failed.'
  end

  sources.each do |path, source|
    eval(source, TOPLEVEL_BINDING, File.expand_path(path)) # rubocop:disable Security/Eval
  rescue Exception => e # rubocop:disable Lint/RescueException
    report.call(:problem, "#{path} could not be loaded. #{text_of.call(e)}")
  end

  suites.each do |suite|
    suite.public_instance_methods(false).grep(/\Atest_/).each do |name|
      started = clock.call(Process::CLOCK_MONOTONIC, :float_millisecond)
      error = nil
      begin
        test = suite.new(name)
        [:before_setup, :setup, :after_setup, name].each { |step| dispatch.bind_call(test, step) }
      rescue Exception => e # rubocop:disable Lint/RescueException
        error = e
      end
      begin
        [:before_teardown, :teardown, :after_teardown].each { |step| dispatch.bind_call(test, step) }
      rescue Exception => e # rubocop:disable Lint/RescueException
        error = e if nil.equal?(error)
      end
      ms = minus.bind_call(clock.call(Process::CLOCK_MONOTONIC, :float_millisecond), started)
      status = if error.equal?(nil) then :passed
               elsif is_a.bind_call(error, Minitest::Skip) then :skipped
               else :failed end
      report.call(status, "#{suite.name} > #{name}", ms, error.equal?(nil) ? nil : text_of.call(error))
    end
  end
  report.call(:end)
  flush.bind_call($stdout)
  leave.call(0)
end.call
