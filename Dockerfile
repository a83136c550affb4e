# syntax=docker/dockerfile:1
# Two steps: the first has what set-up needs (Node comes as a Python wheel), the second only what the product runs with.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
COPY requirements requirements
RUN python -m venv /opt/setup \
 && /opt/setup/bin/pip install --quiet --require-hashes --requirement requirements/bootstrap.txt \
 && /opt/setup/bin/uv pip install --quiet --python /opt/setup/bin/python --require-hashes \
      --requirement requirements/runtime.txt --requirement requirements/embedded.txt \
 && python -m venv --without-pip /opt/venv \
 && /opt/setup/bin/uv pip install --quiet --python /opt/venv/bin/python --require-hashes \
      --requirement requirements/runtime.txt
COPY package.json package-lock.json .npmrc ./
RUN PATH=/opt/setup/bin:$PATH npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
# The keys are for this step alone: collecting static files signs and seals nothing.
RUN PATH=/opt/setup/bin:$PATH \
 && python config/setup/vendor.py && python config/setup/translations.py \
 && SECRET_KEY=unused SEALING_KEYS=dW51c2VkLXVudXNlZC11bnVzZWQtdW51c2VkLXVudXM= STATIC_ROOT=/app/staticfiles \
      python manage.py collectstatic --no-input --verbosity 0 \
 && rm -rf node_modules requirements tests benchmarks

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin postmortem
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER 10001
EXPOSE 8000
CMD ["gunicorn", "config.wsgi"]
