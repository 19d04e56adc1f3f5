package dev.agentpost.mail.mailboxstore.rows;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/** The claims of a folder as they will be after changes that are written together. */
final class DraftClaims {
    private final Map<String, HeldClaim> known;
    private final Map<String, HeldClaim> changed = new LinkedHashMap<>();

    /** @param known of which it is known that they are there; that others are not, the write finds out */
    DraftClaims(Map<String, HeldClaim> known) {
        this.known = known;
    }

    /** Who has the claim; empty when nobody has, or that message has left the folder. */
    Optional<HeldClaim> standing(String name, LongPredicate isLive) {
        return Optional.ofNullable(changed.getOrDefault(name, known.get(name))).filter(held -> isLive.test(held.uid()));
    }

    void put(String name, HeldClaim held) {
        changed.put(name, held);
    }

    boolean isUnchanged() {
        return changed.isEmpty();
    }

    Map<String, HeldClaim> changed() {
        return changed;
    }

    Set<String> free() {
        return changed.keySet().stream()
                .filter(name -> !known.containsKey(name))
                .collect(Collectors.toSet());
    }

    Map<String, HeldClaim> after() {
        Map<String, HeldClaim> all = new HashMap<>(known);
        all.putAll(changed);
        return all;
    }
}
