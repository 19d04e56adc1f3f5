package dev.agentpost.mail.domain.webadmin;

import dev.agentpost.mail.domain.CheckedRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A record to publish, as JSON.
 *
 * @param found null when the DNS did not say, or was not asked
 * @param trouble why it did not say
 */
record RecordResponse(
        String purpose,
        String type,
        String name,
        String value,
        Optional<Boolean> found,
        List<String> published,
        Optional<String> trouble) {

    static List<RecordResponse> all(List<CheckedRecord> checked) {
        return checked.stream().map(RecordResponse::of).toList();
    }

    private static RecordResponse of(CheckedRecord checked) {
        return new RecordResponse(
                checked.record().purpose(),
                checked.record().type().name().toUpperCase(Locale.ROOT),
                checked.record().name(),
                checked.record().value(),
                checked.found(),
                checked.published(),
                checked.trouble());
    }
}
