package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Shows what a server answered: one line of JSON, or lines and columns for people. */
final class Output {
    private static final String COLUMN_GAP = "  ";

    private final PrintWriter out;
    private final boolean json;

    Output(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** One line for each field. */
    void object(JsonNode object) {
        if (json) {
            print(object.toString());
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            rows.add(List.of(field.getKey(), text(field.getValue())));
        }
        columns(rows);
    }

    /** One line for each item, with these fields as columns. As JSON: all items as one page. */
    void table(List<JsonNode> items, String... fields) {
        if (json) {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            page.putArray("items").addAll(items);
            page.putNull("next");
            print(page.toString());
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.of(fields).map(field -> field.toUpperCase(Locale.ROOT)).toList());
        for (JsonNode item : items) {
            rows.add(Stream.of(fields).map(field -> text(item.path(field))).toList());
        }
        columns(rows);
    }

    /** What was done to one thing, when the server has nothing to show of it. */
    void done(String verb, String id) {
        if (json) {
            print(JsonNodeFactory.instance.objectNode().put(verb, id).toString());
        } else {
            print(verb + " " + id);
        }
    }

    /** For programs only. */
    void json(JsonNode value) {
        if (json) {
            print(value.toString());
        }
    }

    /** For people only: one line for each field. */
    void objectForPeople(JsonNode object) {
        if (!json) {
            object(object);
        }
    }

    /** For people only: one line for each item, with these fields as columns. */
    void tableForPeople(List<JsonNode> items, String... fields) {
        if (!json) {
            table(items, fields);
        }
    }

    /** For people only. */
    void remark(String line) {
        if (!json) {
            print(line);
        }
    }

    private void columns(List<List<String>> rows) {
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 0));
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths.set(column, Math.max(widths.get(column), row.get(column).length()));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                line.append(cell)
                        .append(" ".repeat(widths.get(column) - cell.length()))
                        .append(COLUMN_GAP);
            }
            print(line.toString().stripTrailing());
        }
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            List<String> elements = StreamSupport.stream(value.spliterator(), false)
                    .map(Output::text)
                    .toList();
            return elements.isEmpty() ? "-" : String.join(",", elements);
        }
        if (value.isObject()) {
            return value.toString();
        }
        return value.isNull() || value.isMissingNode() ? "-" : value.asText();
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
