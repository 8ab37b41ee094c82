# frozen_string_literal: true

# minitest's assertions, closed to a solution: they compare built-in values by the methods that Ruby came with, and raise by Kernel's.
module Minitest
  module Assertions
    kinds = [Integer, Float, String, Symbol, NilClass, TrueClass, FalseClass, Array, Hash]
    equal = kinds.to_h { |kind| [kind, kind.instance_method(kind == NilClass ? :nil? : :==)] }.compare_by_identity
    is_a = Kernel.instance_method(:kind_of?)
    length, at = Array.instance_method(:length), Array.instance_method(:at)
    size, pairs, fetch, key = Hash.instance_method(:size), Hash.instance_method(:to_a), Hash.instance_method(:[]), Hash.instance_method(:key?)
    same = Integer.instance_method(:==)
    step = Integer.instance_method(:upto)
    down = Integer.instance_method(:pred)

    lists = lambda do |a, b, compare|
      count = length.bind_call(a)
      next false unless same.bind_call(count, length.bind_call(b))

      alike = true
      step.bind_call(0, down.bind_call(count)) { |i| alike = false unless compare.call(at.bind_call(a, i), at.bind_call(b, i)) }
      alike
    end
    hashes = lambda do |a, b, compare|
      next false unless same.bind_call(size.bind_call(a), size.bind_call(b))

      alike = true
      pairs.bind_call(a).each { |name, value| alike = false unless key.bind_call(b, name) && compare.call(value, fetch.bind_call(b, name)) }
      alike
    end
    # What equals everything by its own account equals nothing that is built in.
    compare = lambda do |a, b|
      kind = nil
      kinds.each { |one| kind = one if is_a.bind_call(a, one) }
      next a == b if kind.equal?(nil)
      next equal[kind].bind_call(a, b) if kind.equal?(Integer) && is_a.bind_call(b, Float) || kind.equal?(Float) && is_a.bind_call(b, Integer)
      next false unless is_a.bind_call(b, kind)
      next true if kind.equal?(NilClass)
      next lists.call(a, b, compare) if kind.equal?(Array)
      next hashes.call(a, b, compare) if kind.equal?(Hash)

      equal[kind].bind_call(a, b)
    end

    raises = Kernel.instance_method(:raise)
    define_method(:raise) { |*arguments| raises.bind_call(self, *arguments) }
    define_method(:judge_equal) { |a, b| compare.call(a, b) }
    private :raise, :judge_equal

    def assert_equal(expected, actual, msg = nil)
      assert judge_equal(expected, actual), message(msg, E) { diff expected, actual }
    end

    def refute_equal(expected, actual, msg = nil)
      refute judge_equal(expected, actual), message(msg) { "Expected #{mu_pp(actual)} to not be equal to #{mu_pp(expected)}" }
    end

    def assert(test, msg = nil)
      return true if test

      msg = msg.call if Proc === msg
      raise Minitest::Assertion, msg || 'Expected a true value.'
    end

    def refute(test, msg = nil)
      return true unless test

      msg = msg.call if Proc === msg
      raise Minitest::Assertion, msg || 'Expected a false value.'
    end
  end
end
