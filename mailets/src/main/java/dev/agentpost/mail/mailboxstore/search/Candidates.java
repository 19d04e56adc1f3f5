package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.UidRange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The messages of one page that may still match, and what is left to be asked of each. For one search, by one thread after
 * another.
 */
final class Candidates {
    private final TreeMap<Long, Condition> byUid = new TreeMap<>();

    void add(long uid, Condition left) {
        byUid.put(uid, left);
    }

    boolean isEmpty() {
        return byUid.isEmpty();
    }

    /** Nothing is asked any more of a message that does not match. */
    void learn(long uid, Facts facts) {
        byUid.computeIfPresent(uid, (known, left) -> {
            Condition rest = left.given(facts);
            return rest.equals(Condition.NONE) ? null : rest;
        });
    }

    /** The message is not there any more. */
    void remove(long uid) {
        byUid.remove(uid);
    }

    void decide(long uid, boolean matches) {
        byUid.put(uid, matches ? Condition.ALL : Condition.NONE);
    }

    boolean need(Source source) {
        return byUid.values().stream().anyMatch(left -> left.needs(source));
    }

    Condition left(long uid) {
        return byUid.getOrDefault(uid, Condition.NONE);
    }

    /** Those of which something is still to be asked, ascending. */
    List<Long> open() {
        return uids(left -> !(left instanceof Condition.Constant));
    }

    /** Those of which something is to be asked there, ascending. */
    List<Long> needing(Source source) {
        return uids(left -> left.needs(source));
    }

    /** Those that match, ascending. */
    List<Long> matching() {
        return uids(Condition.ALL::equals);
    }

    private List<Long> uids(Predicate<Condition> left) {
        return byUid.entrySet().stream()
                .filter(entry -> left.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @param uids ascending, one at least */
    static UidRange range(List<Long> uids) {
        return new UidRange(uids.get(0), uids.get(uids.size() - 1));
    }
}
