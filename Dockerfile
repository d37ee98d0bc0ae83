FROM python:3.12-slim
COPY . /src
RUN pip install --no-cache-dir /src && rm -rf /src && useradd --create-home reports
USER reports
ENV LANG=C.UTF-8
WORKDIR /reports
ENTRYPOINT ["reportlint"]
