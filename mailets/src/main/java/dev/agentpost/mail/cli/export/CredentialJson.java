package dev.agentpost.mail.cli.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of the CSV as one line of JSON, a page as the lists of the other commands print it. */
final class CredentialJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            // What is cut off must not look whole
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private static final CSVFormat CSV =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    private static final String PORT = "_port";
    /** In front of what a spreadsheet would take for a formula. */
    private static final String TEXT = "'";

    private CredentialJson() {}

    static void write(InputStream csv, OutputStream json) throws IOException {
        try (CSVParser rows = CSVParser.parse(csv, StandardCharsets.UTF_8, CSV);
                JsonGenerator page = JSON.createGenerator(json)) {
            page.writeStartObject();
            page.writeArrayFieldStart("items");
            for (CSVRecord row : rows) {
                write(rows, row, page);
            }
            page.writeEndArray();
            page.writeNullField("next");
            page.writeEndObject();
            page.writeRaw('\n');
        } catch (UncheckedIOException cutOff) {
            throw cutOff.getCause();
        }
    }

    private static void write(CSVParser rows, CSVRecord row, JsonGenerator page) throws IOException {
        page.writeStartObject();
        for (String column : rows.getHeaderNames()) {
            String value = row.get(column);
            if (column.endsWith(PORT)) {
                page.writeNumberField(column, Integer.parseInt(value));
            } else {
                page.writeStringField(column, value.startsWith(TEXT) ? value.substring(TEXT.length()) : value);
            }
        }
        page.writeEndObject();
    }
}
