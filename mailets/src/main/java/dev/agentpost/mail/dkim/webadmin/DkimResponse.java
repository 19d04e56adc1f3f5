package dev.agentpost.mail.dkim.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.dkim.DkimKey;
import dev.agentpost.mail.dkim.DkimKeys;
import dev.agentpost.mail.dkim.KeyRecord;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a domain signs with, as JSON.
 *
 * @param selector of the key that signs
 * @param records to publish, that of the newest key first
 */
record DkimResponse(String domain, String selector, List<RecordResponse> records) {

    /**
     * @param zoneFile the record as a zone file has it
     * @param found null when the DNS did not say
     */
    record RecordResponse(
            String selector,
            String type,
            String name,
            String value,
            @JsonProperty("zone_file") String zoneFile,
            Optional<Boolean> found,
            @JsonProperty("created_at") String createdAt) {}

    static Mono<Answer> of(String domain, DkimKeys keys) {
        return keys.toPublish(domain)
                .flatMap(toPublish -> Flux.fromIterable(toPublish)
                        .flatMapSequential(key -> keys.lookUp(key).map(found -> record(key, found)))
                        .collectList()
                        .map(records -> new DkimResponse(
                                domain, toPublish.get(toPublish.size() - 1).selector(), records)))
                .map(Answer::ok);
    }

    private static RecordResponse record(DkimKey key, Optional<Boolean> found) {
        return new RecordResponse(
                key.selector(),
                "TXT",
                key.recordName(),
                key.recordValue(),
                KeyRecord.zoneFileLine(key),
                found,
                key.createdAt().toString());
    }
}
