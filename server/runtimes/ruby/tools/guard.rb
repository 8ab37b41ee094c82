# frozen_string_literal: true

# Closes Ruby before the solution comes: the test library and what the judge stands on can't be reopened, there is no way to the
# judge's variables, and tests are defined by test files alone. `suites` gets the classes with tests.
def close_ruby(suites)
  loading = 0
  resolve = $LOAD_PATH.method(:resolve_feature_path)
  starts = String.instance_method(:start_with?)
  %i[require gem_original_require load].each do |name|
    original = Kernel.instance_method(name)
    guarded = lambda do |receiver, path, *more|
      path = path.to_path unless String === path
      kind, found = resolve.call(path) || (path.end_with?('.so') ? [:so, path] : nil)
      if kind.equal?(:so) && !starts.bind_call(found, '/usr/') || %w[fiddle objspace continuation debug].any? { |refused| path.include?(refused) }
        Kernel.raise LoadError, "#{path} is not available in a test run"
      end
      loading += 1
      begin
        original.bind_call(receiver, path, *more)
      ensure
        loading -= 1
      end
    end
    Kernel.define_method(name) { |path, *more| guarded.call(self, path, *more) }
    Kernel.define_singleton_method(name) { |path, *more| guarded.call(self, path, *more) }
  end
  Kernel.define_method(:require_relative) do |path|
    require File.expand_path(path, File.dirname(File.expand_path(caller_locations(1, 1).first.path)))
  end
  Minitest::Runnable.define_singleton_method(:inherited) do |suite|
    Kernel.raise 'Only the tests define tests.' if loading.positive?
    suites << suite
    super(suite)
  end

  { ObjectSpace.singleton_class => %i[each_object _id2ref], Proc => %i[binding], Method => %i[receiver owner unbind],
    Kernel => %i[set_trace_func syscall], Kernel.singleton_class => %i[set_trace_func syscall] }.each do |owner, names|
    names.each { |name| owner.send(:undef_method, name) if owner.method_defined?(name) || owner.private_method_defined?(name) }
  end
  Object.send(:remove_const, :TracePoint)
  Object.send(:remove_const, :RubyVM)
  Object.send(:undef_method, :close_ruby)
  frozen = [Kernel, BasicObject, Comparable, Method, UnboundMethod, Proc, Class, Module, NilClass, OpenSSL::HMAC, OpenSSL::Digest, IO, File]
  frozen += [Minitest, Minitest::Assertions, Minitest::Test, Minitest::Runnable, Minitest::Reportable, Minitest::Result, Minitest::Guard,
             Minitest::Test::LifecycleHooks, Minitest::Assertion, Minitest::Skip, Minitest::UnexpectedError]
  frozen.each { |one| one.singleton_class.freeze && one.freeze }
end
