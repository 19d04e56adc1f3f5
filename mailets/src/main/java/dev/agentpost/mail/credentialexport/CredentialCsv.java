package dev.agentpost.mail.credentialexport;

import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.clientsetup.MailServers;
import dev.agentpost.mail.inbox.Inbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The settings of inboxes as CSV (RFC 4180): a header, and a row for each.
 *
 * <p>A spreadsheet takes a field that begins with one of {@code = + - @}, tab or a line end for a formula; an apostrophe in
 * front makes it text. Of what stands here only addresses that an organization chose so can begin like that, with {@code =}
 * or {@code -}. One that begins with an apostrophe gets another: whoever takes one away has the address again.
 */
public final class CredentialCsv {
    private static final List<String> COLUMNS =
            List.of("email", "imap_host", "imap_port", "smtp_host", "smtp_port", "username", "password");
    private static final String FORMULA = "=+-@\t\r\n'";

    private final MailServers servers;
    private final ApiKeySecret secret;

    public CredentialCsv(MailServers servers, ApiKeySecret secret) {
        this.servers = servers;
        this.secret = secret;
    }

    public byte[] header() {
        return print(List.of(COLUMNS));
    }

    public byte[] rows(List<Inbox> inboxes) {
        return print(inboxes.stream().map(this::row).toList());
    }

    private List<String> row(Inbox inbox) {
        String email = text(inbox.email().asString());
        return List.of(
                email,
                text(servers.host()),
                Integer.toString(servers.imapsPort()),
                text(servers.host()),
                Integer.toString(servers.smtpsPort()),
                email,
                secret.reveal());
    }

    static String text(String field) {
        return !field.isEmpty() && FORMULA.indexOf(field.charAt(0)) >= 0 ? "'" + field : field;
    }

    private static byte[] print(List<List<String>> rows) {
        StringBuilder csv = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(csv, CSVFormat.RFC4180)) {
            printer.printRecords(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("a string took nothing", e);
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
