package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which part of a long list, newest first, is asked for. */
final class PageOptions {
    private static final int MAX_LIMIT = 1000;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "How many, 1 to 1000; ${DEFAULT-VALUE} unless given.")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "Only what is older than this one.")
    private String after;

    void check() throws AdminFailure {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw AdminFailure.usage("--limit must be a number from 1 to " + MAX_LIMIT);
        }
    }

    /** @param filters by name; those without a value are not asked for */
    Map<String, String> query(Map<String, String> filters) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(limit));
        query.put("after", after);
        query.putAll(filters);
        query.values().removeIf(value -> value == null);
        return query;
    }

    static void remarkNext(JsonNode page, Output output) {
        if (page.hasNonNull("next")) {
            output.remark("There are older ones: --after " + page.get("next").asText());
        }
    }
}
