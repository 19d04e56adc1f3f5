package dev.agentpost.mail.mailboxstore.search;

import java.util.ArrayList;
import java.util.List;

/**
 * What messages must be like. As facts of a message become known the condition shrinks, until only {@link #ALL} or
 * {@link #NONE} is left of it; that is right under NOT and OR too, and nothing is read that cannot change the outcome.
 */
public sealed interface Condition permits Condition.Constant, Condition.Not, Condition.Several, Trait {
    Condition ALL = new Constant(true);
    Condition NONE = new Constant(false);

    /** What is left to be asked when these are the facts; this very object when they tell nothing new. */
    Condition given(Facts facts);

    /** Whether a trait in it is told there. */
    boolean needs(Source source);

    static Condition not(Condition condition) {
        if (condition instanceof Constant constant) {
            return constant.value() ? NONE : ALL;
        }
        return condition instanceof Not not ? not.condition() : new Not(condition);
    }

    /** All of them; of none, every message. */
    static Condition and(List<? extends Condition> conditions) {
        return Several.of(true, conditions);
    }

    /** One of them at least; of none, no message. */
    static Condition or(List<? extends Condition> conditions) {
        return Several.of(false, conditions);
    }

    record Constant(boolean value) implements Condition {
        @Override
        public Condition given(Facts facts) {
            return this;
        }

        @Override
        public boolean needs(Source source) {
            return false;
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public Condition given(Facts facts) {
            Condition left = condition.given(facts);
            return left == condition ? this : not(left);
        }

        @Override
        public boolean needs(Source source) {
            return condition.needs(source);
        }
    }

    /** @param all whether all must hold, or one is enough */
    record Several(boolean all, List<Condition> conditions) implements Condition {

        private static Condition of(boolean all, List<? extends Condition> conditions) {
            Condition decisive = all ? NONE : ALL;
            Condition idle = all ? ALL : NONE;
            List<Condition> open = new ArrayList<>(conditions.size());
            for (Condition condition : conditions) {
                if (condition.equals(decisive)) {
                    return decisive;
                }
                if (!condition.equals(idle)) {
                    open.add(condition);
                }
            }
            return switch (open.size()) {
                case 0 -> idle;
                case 1 -> open.get(0);
                default -> new Several(all, List.copyOf(open));
            };
        }

        @Override
        public Condition given(Facts facts) {
            List<Condition> left = new ArrayList<>(conditions.size());
            boolean learned = false;
            for (Condition condition : conditions) {
                Condition rest = condition.given(facts);
                if (rest instanceof Constant constant && constant.value() != all) {
                    return rest;
                }
                learned |= rest != condition;
                left.add(rest);
            }
            return learned ? of(all, left) : this;
        }

        @Override
        public boolean needs(Source source) {
            return conditions.stream().anyMatch(condition -> condition.needs(source));
        }
    }
}
