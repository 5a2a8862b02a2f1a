import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers refusals, Spring's own among them (405, 415), as JSON that nobody stores. */
@ControllerAdvice
public class RefusalHandler extends ResponseEntityExceptionHandler {
    private static final Log LOG = LogFactory.getLog(RefusalHandler.class);

    @ExceptionHandler
    ResponseEntity<Object> answer(Refusal refusal, WebRequest request) {
        if (refusal.status.is5xxServerError()) LOG.error(refusal.getMessage());
        var headers = new HttpHeaders();
        if (refusal.retryAfter != null) headers.set(HttpHeaders.RETRY_AFTER, refusal.retryAfter);
        var body = Map.of("title", refusal.getMessage());
        return handleExceptionInternal(refusal, body, headers, refusal.status, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> answer(Exception bug, WebRequest request) {
        LOG.error("The server failed.", bug);
        return handleExceptionInternal(bug, null, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, request);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception cause, Object body, HttpHeaders headers, HttpStatus status, WebRequest request) {
        headers.setCacheControl(CacheControl.noStore().getHeaderValue());
        return new ResponseEntity<>(body, headers, status);
    }
}
