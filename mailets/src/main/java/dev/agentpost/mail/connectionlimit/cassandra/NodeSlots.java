package dev.agentpost.mail.connectionlimit.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One inbox's partition as it was read.
 *
 * @param turn of the last write; empty before the first
 * @param own what the reading node has
 * @param byOthers what other nodes have, by node
 * @param dead nodes whose rows are to go
 */
record NodeSlots(Optional<UUID> turn, int own, Map<UUID, Integer> byOthers, List<UUID> dead) {

    static NodeSlots of(UUID node, List<Row> rows) {
        Optional<UUID> turn = rows.stream().findFirst().map(row -> row.getUuid("turn"));
        Map<UUID, Integer> held = new HashMap<>();
        // A partition without nodes has one row, for the static column.
        rows.stream()
                .filter(row -> !row.isNull("node_id"))
                .forEach(row -> held.put(row.getUuid("node_id"), row.getInt("held")));
        int own = Optional.ofNullable(held.remove(node)).orElse(0);
        return new NodeSlots(turn, own, held, List.of());
    }

    Set<UUID> otherNodes() {
        return byOthers.keySet();
    }

    int others() {
        return byOthers.values().stream().mapToInt(Integer::intValue).sum();
    }

    NodeSlots without(Collection<UUID> deadNodes) {
        Map<UUID, Integer> living = new HashMap<>(byOthers);
        living.keySet().removeAll(deadNodes);
        return new NodeSlots(turn, own, living, List.copyOf(deadNodes));
    }
}
